#include "reading/line_order.hpp"

#include <algorithm>

namespace smtptally {
namespace {

using Place = std::pair<std::uint64_t, std::size_t>;

/// Those from `from` on, by their hashes, and where these are the same, in their order.
void find_places(std::span<const LineOrder::Line> lines, std::size_t from,
                 std::vector<Place>& places) {
  places.clear();
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (lines[i].has_place) places.emplace_back(lines[i].hash, i);
  }
  std::sort(places.begin(), places.end());
}

/// The first place of this hash from `from` on; `none` if there is none.
std::size_t place_of(const std::vector<Place>& places, std::uint64_t hash, std::size_t from,
                     std::size_t none) {
  const auto found = std::lower_bound(places.begin(), places.end(), Place(hash, from));
  return found == places.end() || found->first != hash ? none : found->second;
}

}  // namespace

/// Whether at least half of the lines that one of the two has, at a time of which both have lines,
/// may be those of the other one. Requires the places.
bool LineOrder::has_much_in_common(std::span<const Line> lines) const {
  struct Seconds {
    std::int64_t first = INT64_MAX;
    std::int64_t last = INT64_MIN;
  };
  const auto seconds_of = [](std::span<const Line> some) {
    Seconds seconds;
    for (const Line& line : some) {
      if (!line.has_place) continue;
      seconds.first = std::min(seconds.first, line.second);
      seconds.last = std::max(seconds.last, line.second);
    }
    return seconds;
  };
  const Seconds known = seconds_of(lines_);
  const Seconds added = seconds_of(lines);
  const auto is_of_both = [&](const Line& line) {
    return line.has_place && line.second >= std::max(known.first, added.first) &&
           line.second <= std::min(known.last, added.last);
  };
  const auto of_known = std::count_if(lines_.begin(), lines_.end(), is_of_both);
  std::ptrdiff_t of_added = 0;
  std::ptrdiff_t same = 0;
  for (const Line& line : lines) {
    if (!is_of_both(line)) continue;
    ++of_added;
    if (place_of(places_, line.hash, 0, lines_.size()) != lines_.size()) ++same;
  }
  return 2 * same >= std::min(of_known, of_added);
}

/// How many lines are the same one after the other from the beginning.
std::size_t LineOrder::same_in_front(std::span<const Line> lines) const {
  std::size_t count = 0;
  for (const Line& known : lines_) {
    if (!known.has_place) continue;
    if (count == lines.size() || !lines[count].has_place || lines[count].hash != known.hash) break;
    ++count;
  }
  return count;
}

/// PERF: where the logs hold the same lines and no others, nothing is sorted (of mail.log and
/// syslog together, a third of the time).
bool LineOrder::add(std::span<const Line> lines) {
  if (lines_.empty()) {
    lines_.assign(lines.begin(), lines.end());
    return true;
  }
  const std::size_t in_front = same_in_front(lines);
  if (2 * in_front < std::min(lines_.size(), lines.size())) {
    find_places(lines_, 0, places_);
    if (!has_much_in_common(lines)) return false;
  }
  merged_.clear();
  const std::size_t none = lines_.size();
  std::size_t known = 0;   // So many of the lines that are there have their place.
  std::size_t placed = 0;  // And so many of the new ones.
  const auto place = [&](std::size_t known_end, std::size_t new_end) {
    while (known < known_end || placed < new_end) {
      const bool is_known =
          placed == new_end || (known < known_end && lines_[known].second <= lines[placed].second);
      merged_.push_back(is_known ? lines_[known++] : lines[placed++]);
    }
  };
  const auto place_pair = [&](std::size_t same, std::size_t i) {
    place(same, i);
    place(same + 1, i + 1);
    merged_.back().has_place = false;
  };
  for (std::size_t i = 0; i < in_front; ++i) {
    std::size_t same = known;
    while (!lines_[same].has_place) ++same;
    place_pair(same, i);
  }
  find_places(lines_, known, places_);
  find_places(lines, placed, new_places_);
  // Up to these, of which the next ones are the same.
  const auto place_same = [&](std::size_t known_end, std::size_t new_end) {
    for (std::size_t i = placed; i < new_end; ++i) {
      if (!lines[i].has_place) continue;
      const std::size_t same = place_of(places_, lines[i].hash, known, none);
      if (same >= known_end) continue;
      place_pair(same, i);
    }
    place(known_end, new_end);
  };
  // First the lines that stand in each log once: which of several one is, the lines around tell.
  const auto stands_once = [](const std::vector<Place>& places, const Place& line) {
    const auto [begin, end] =
        std::equal_range(places.begin(), places.end(), line,
                         [](const Place& a, const Place& b) { return a.first < b.first; });
    return end - begin == 1;
  };
  for (std::size_t i = placed; i < lines.size(); ++i) {
    const std::uint64_t hash = lines[i].hash;
    const std::size_t same = lines[i].has_place ? place_of(places_, hash, known, none) : none;
    if (same == none || !stands_once(places_, {hash, 0}) || !stands_once(new_places_, {hash, 0})) {
      continue;
    }
    place_same(same, i);
    place_pair(same, i);
  }
  place_same(lines_.size(), lines.size());
  std::swap(lines_, merged_);
  return true;
}

}  // namespace smtptally
