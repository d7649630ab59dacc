// LineAlignment: pairs equal lines of two logs and merges the rest by time.

#include "reading/line_alignment.hpp"

#include <algorithm>
#include <tuple>

namespace smtptally {
namespace {

using LinePlace = std::pair<std::uint64_t, std::size_t>;

/// Sorts the lines from `from` on by hash, then by position.
void find_places(std::span<const PlacedLine> lines, std::size_t from,
                 std::vector<LinePlace>& places) {
  places.clear();
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (!lines[i].is_late) places.emplace_back(lines[i].hash, i);
  }
  std::sort(places.begin(), places.end());
}

/// The first line with this hash from `from` on; `none` if there is none.
std::size_t place_of(const std::vector<LinePlace>& places, std::uint64_t hash, std::size_t from,
                     std::size_t none) {
  const auto found = std::lower_bound(places.begin(), places.end(), LinePlace(hash, from));
  return found == places.end() || found->first != hash ? none : found->second;
}

bool stands_once(const std::vector<LinePlace>& places, std::uint64_t hash) {
  const auto [begin, end] =
      std::equal_range(places.begin(), places.end(), LinePlace(hash, 0),
                       [](const LinePlace& a, const LinePlace& b) { return a.first < b.first; });
  return end - begin == 1;
}

bool same_hash(const PlacedLine& a, const PlacedLine& b) noexcept { return a.hash == b.hash; }

}  // namespace

/// Merges two orders of lines: equal lines are paired, lines between two pairs are sorted by time.
class LineAlignment::Pairs {
 public:
  Pairs(LineAlignment& order, std::span<const PlacedLine> added) : order_(&order), added_(added) {
    order.merged_.clear();
  }

  /// PERF: pairs equal lines at the beginning without sorting. If two logs hold the same lines,
  /// nothing is sorted (for mail.log and syslog together, a third of the time).
  void pair_in_front() {
    const std::vector<PlacedLine>& lines = order_->lines_;
    std::size_t count = 0;
    while (count < lines.size() && count < added_.size() &&
           same_hash(lines[count], added_[count]) && !lines[count].is_late &&
           !added_[count].is_late) {
      pair(count, count);
      ++count;
    }
  }
  /// Pairs all other lines. Starts with lines that occur once in each log: the lines around a
  /// repeated line decide which of its occurrences belong together.
  void pair_others() {
    std::vector<LinePlace>& places = order_->places_;
    std::vector<LinePlace>& added_places = order_->added_places_;
    find_places(order_->lines_, known_, places);
    find_places(added_, placed_, added_places);
    const std::size_t none = order_->lines_.size();
    for (std::size_t i = placed_; i < added_.size(); ++i) {
      const std::uint64_t hash = added_[i].hash;
      if (added_[i].is_late || !stands_once(added_places, hash)) continue;
      const std::size_t same = place_of(places, hash, known_, none);
      if (same == none || !stands_once(places, hash)) continue;
      pair_between(same, i);
      pair(same, i);
    }
    pair_between(none, added_.size());
  }

 private:
  /// Merges all lines up to these ends.
  void place(std::size_t known_end, std::size_t added_end) {
    const std::vector<PlacedLine>& lines = order_->lines_;
    const auto known_is_next = [&] {
      if (placed_ == added_end || known_ == known_end) return placed_ == added_end;
      const PlacedLine& known = lines[known_];
      const PlacedLine& added = added_[placed_];
      return std::tie(known.time, known.log) < std::tie(added.time, added.log);
    };
    while (known_ < known_end || placed_ < added_end) {
      order_->merged_.push_back(known_is_next() ? lines[known_++] : added_[placed_++]);
    }
  }
  void pair(std::size_t known, std::size_t added) {
    place(known, added);
    order_->merged_.push_back(order_->lines_[known_++]);
    order_->copies_.push_back(added_[placed_++]);
  }
  /// Merges all lines up to these ends and pairs the equal ones.
  void pair_between(std::size_t known_end, std::size_t added_end) {
    for (std::size_t i = placed_; i < added_end; ++i) {
      if (added_[i].is_late) continue;
      const std::size_t same = place_of(order_->places_, added_[i].hash, known_, known_end);
      if (same < known_end) pair(same, i);
    }
    place(known_end, added_end);
  }

  LineAlignment* order_;
  std::span<const PlacedLine> added_;
  std::size_t known_ = 0;   ///< Merged lines of the known order.
  std::size_t placed_ = 0;  ///< Merged lines of the added log.
};

void LineAlignment::add(std::span<const PlacedLine> lines) {
  Pairs pairs(*this, lines);
  pairs.pair_in_front();
  pairs.pair_others();
  std::swap(lines_, merged_);
}

bool hold_same_lines(std::span<const PlacedLine> end, std::span<const PlacedLine> begin) {
  struct Time {
    std::int64_t first = INT64_MAX;
    std::int64_t last = INT64_MIN;
  };
  const auto time_of = [](std::span<const PlacedLine> lines) {
    Time time;
    for (const PlacedLine& line : lines) {
      if (line.is_late) continue;
      time.first = std::min(time.first, whole_seconds(line.time));
      time.last = std::max(time.last, whole_seconds(line.time));
    }
    return time;
  };
  const Time a = time_of(end);
  const Time b = time_of(begin);
  const auto is_of_both = [&](const PlacedLine& line) {
    const std::int64_t second = whole_seconds(line.time);
    return !line.is_late && second >= std::max(a.first, b.first) &&
           second <= std::min(a.last, b.last);
  };
  std::vector<LinePlace> places;
  find_places(end, 0, places);
  const auto of_end = std::count_if(end.begin(), end.end(), is_of_both);
  const auto of_begin = std::count_if(begin.begin(), begin.end(), is_of_both);
  const auto same = std::count_if(begin.begin(), begin.end(), [&](const PlacedLine& line) {
    return is_of_both(line) && place_of(places, line.hash, 0, end.size()) != end.size();
  });
  if (same == 0) return false;
  if (2 * same >= std::min(of_end, of_begin)) return true;
  for (std::size_t count = std::min(end.size(), begin.size()); count >= 2; --count) {
    if (std::equal(end.end() - static_cast<std::ptrdiff_t>(count), end.end(), begin.begin(),
                   same_hash)) {
      return true;
    }
  }
  return false;
}

}  // namespace smtptally
