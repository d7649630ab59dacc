// The senders with old TLS of a pivot's periods against the period before.

#include <algorithm>

#include "pivot/calendar.hpp"
#include "report/pivot_table.hpp"
#include "smtptally/time_spec.hpp"

namespace smtptally {
namespace {

bool is_change(Measure m) { return m == Measure::old_new || m == Measure::old_gone; }

bool names_a_change(std::string_view field) {
  const auto measure = find_measure(field);
  return measure && is_change(*measure);
}

}  // namespace

bool asks_for_changes(const PivotShape& shape, const Config& config) {
  const auto& conditions = config.selection.conditions;
  return std::any_of(shape.values.begin(), shape.values.end(), is_change) ||
         (config.sort && names_a_change(config.sort->field)) ||
         std::any_of(conditions.begin(), conditions.end(),
                     [](const Condition& c) { return names_a_change(c.field); });
}

void PivotTable::find_periods(const Config& config) {
  const auto at = std::find_if(shape_.rows.begin(), shape_.rows.end(), is_calendar);
  if (at == shape_.rows.end() || !shape_.covered) return;
  period_at_ = static_cast<std::size_t>(at - shape_.rows.begin());
  const TimeRange& range = config.selection.range;
  whole_ = {std::max(range.since, shape_.covered->since),
            std::min(range.until, shape_.covered->until)};
  zone_ = config.zone;
  for (std::uint32_t i = 0; i < rows_.size(); ++i) row_of_key_[rows_[i].key] = i;
}

bool PivotTable::is_whole(Part period) const {
  return covers_whole(whole_, period_range(shape_.rows[*period_at_], period, zone_));
}

DistinctCounter PivotTable::old_senders_of(const Row& row) const {
  DistinctCounter senders;
  for (std::uint32_t i = row.first_entry; i < row.first_entry + row.entries; ++i) {
    const std::uint32_t group = entries_[i].group;
    if (is_old(group_class_[group])) senders.merge(tally_->senders(group));
  }
  return senders;
}

/// A set minus another is their union minus the other. The difference of two estimates would be a
/// guess, and a part of a period has fewer senders than the period: both are left out.
void PivotTable::add_changes(const Row& row, PivotSums& sums) const {
  if (!period_at_) return;
  RowKey key = row.key;
  const Part period = key[*period_at_]--;
  if (!is_whole(period) || !is_whole(period - 1)) return;
  const auto found = row_of_key_.find(key);
  const DistinctCounter now = old_senders_of(row);
  const DistinctCounter before =
      found == row_of_key_.end() ? DistinctCounter() : old_senders_of(rows_[found->second]);
  DistinctCounter either = now;
  either.merge(before);
  if (either.count().estimated) return;
  sums.old_new = either.count().count - before.count().count;
  sums.old_gone = either.count().count - now.count().count;
}

std::vector<std::string> PivotTable::periods_in_part() const {
  std::vector<std::string> names;
  if (!period_at_) return names;
  std::vector<Part> periods;
  for (std::size_t i = 0; i < shown_; ++i) periods.push_back(rows_[order_[i]].key[*period_at_]);
  std::sort(periods.begin(), periods.end());
  periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
  for (const Part period : periods) {
    if (!is_whole(period)) names.push_back(period_text(shape_.rows[*period_at_], period));
  }
  return names;
}

}  // namespace smtptally
