// The days of a pivot's rows, for sparklines.

#include <algorithm>

#include "pivot/calendar.hpp"
#include "report/pivot_table.hpp"

namespace smtptally {

void PivotTable::find_days(const Config& config) {
  bool any = false;
  const auto take = [&](Part day) {
    first_day_ = any ? std::min(first_day_, day) : day;
    last_day_ = any ? std::max(last_day_, day) : day;
    any = true;
  };
  for (const Entry& entry : entries_) take(group_day_[entry.group]);
  // A range that begins before the log does not make a trend begin there.
  const TimeRange& range = config.selection.range;
  if (any && range.until != kEndOfTime && range.until <= config.now) {
    take(period_of(Dimension::day, range.until - 1, config.zone));
  }
}

void PivotTable::add_trend(std::size_t from, std::size_t to,
                           std::vector<std::uint64_t>& days) const {
  days.assign(group_day_.empty() ? 0 : std::size_t{last_day_} - first_day_ + 1, 0);
  for (std::size_t i = from; i < to; ++i) {
    const Row& row = rows_[order_[i]];
    for (std::uint32_t e = row.first_entry; e < row.first_entry + row.entries; ++e) {
      const std::uint32_t group = entries_[e].group;
      if (shape_.chart == Chart::old_trend && !is_old(group_class_[group])) continue;
      days[group_day_[group] - first_day_] += tally_->cell(group).messages;
    }
  }
}

void PivotTable::trend(std::size_t row, std::vector<std::uint64_t>& days) const {
  add_trend(row, row + 1, days);
}
void PivotTable::trend_of_others(std::vector<std::uint64_t>& days) const {
  add_trend(shown_, order_.size(), days);
}
void PivotTable::trend_of_all(std::vector<std::uint64_t>& days) const {
  add_trend(0, order_.size(), days);
}

std::uint64_t PivotTable::most_messages() const noexcept {
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < shown_; ++i) most = std::max(most, rows_[order_[i]].messages);
  return most;
}

}  // namespace smtptally
