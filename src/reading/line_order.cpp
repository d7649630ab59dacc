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

bool stands_once(const std::vector<Place>& places, std::uint64_t hash) {
  const auto [begin, end] =
      std::equal_range(places.begin(), places.end(), Place(hash, 0),
                       [](const Place& a, const Place& b) { return a.first < b.first; });
  return end - begin == 1;
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

/// Writes two orders as one: what stands between two pairs by its seconds.
class LineOrder::Pairs {
 public:
  Pairs(LineOrder& order, std::span<const Line> added) : order_(&order), added_(added) {
    order.merged_.clear();
  }

  /// So many of the new lines are the first ones that are there.
  void pair_in_front(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t same = known_;
      while (!order_->lines_[same].has_place) ++same;
      pair(same, i);
    }
  }
  /// All others. First the lines that stand in each log once: which of several one is, the lines
  /// around tell.
  void pair_others() {
    std::vector<Place>& places = order_->places_;
    std::vector<Place>& added_places = order_->added_places_;
    find_places(order_->lines_, known_, places);
    find_places(added_, placed_, added_places);
    const std::size_t none = order_->lines_.size();
    for (std::size_t i = placed_; i < added_.size(); ++i) {
      const std::uint64_t hash = added_[i].hash;
      if (!added_[i].has_place || !stands_once(added_places, hash)) continue;
      const std::size_t same = place_of(places, hash, known_, none);
      if (same == none || !stands_once(places, hash)) continue;
      pair_between(same, i);
      pair(same, i);
    }
    pair_between(none, added_.size());
  }

 private:
  /// Everything up to there.
  void place(std::size_t known_end, std::size_t added_end) {
    const std::vector<Line>& lines = order_->lines_;
    while (known_ < known_end || placed_ < added_end) {
      const bool is_known = placed_ == added_end ||
                            (known_ < known_end && lines[known_].second <= added_[placed_].second);
      order_->merged_.push_back(is_known ? lines[known_++] : added_[placed_++]);
    }
  }
  void pair(std::size_t known, std::size_t added) {
    place(known, added);
    place(known + 1, added + 1);
    order_->merged_.back().has_place = false;
  }
  /// Everything up to there, with the pairs in it.
  void pair_between(std::size_t known_end, std::size_t added_end) {
    for (std::size_t i = placed_; i < added_end; ++i) {
      if (!added_[i].has_place) continue;
      const std::size_t same = place_of(order_->places_, added_[i].hash, known_, known_end);
      if (same < known_end) pair(same, i);
    }
    place(known_end, added_end);
  }

  LineOrder* order_;
  std::span<const Line> added_;
  std::size_t known_ = 0;   ///< So many of the lines that are there have their place.
  std::size_t placed_ = 0;  ///< And so many of the new ones.
};

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
  Pairs pairs(*this, lines);
  pairs.pair_in_front(in_front);
  pairs.pair_others();
  std::swap(lines_, merged_);
  return true;
}

}  // namespace smtptally
