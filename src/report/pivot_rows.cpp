// Which rows a pivot shows and in which order: gaps filled, conditions applied, sorted, cut.

#include <algorithm>
#include <set>

#include <tsl/robin_map.h>

#include "pivot/calendar.hpp"
#include "pivot/message_filter.hpp"
#include "report/pivot_table.hpp"

namespace smtptally {
namespace {

/// A local hour that the clock skips has no row.
bool hour_exists(std::uint32_t period, const Zone& zone) {
  const auto hours = static_cast<std::int64_t>(period) - (std::int64_t{1} << 31);
  const std::int64_t day = hours >= 0 ? hours / 24 : -((-hours + 23) / 24);
  const LocalTime local{static_cast<std::int32_t>(day),
                        static_cast<std::int32_t>((hours - day * 24) * 3600), 0};
  return period_of(Dimension::hour, zone.to_utc(local), zone) == period;
}

std::optional<double> ratio(std::uint64_t count, std::uint64_t total) {
  if (total == 0) return std::nullopt;
  return 100.0 * static_cast<double>(count) / static_cast<double>(total);
}

/// Of those that every row has; nothing for another field.
std::optional<double> number_of_all(const PivotSums& sums, std::string_view field) {
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  if (field == "old") return number(sums.old());
  if (field == "recipients") return number(sums.cell.recipients);
  if (field == "bytes") return number(sums.cell.bytes);
  if (field == "senders") return number(sums.senders.count().count);
  if (field == "clients") return number(sums.clients.count().count);
  if (field == "old_senders") return number(sums.old_senders.count().count);
  return std::nullopt;
}

}  // namespace

void PivotTable::fill_gaps(const Config& config) {
  std::size_t calendar_at = shape_.rows.size();
  for (std::size_t i = 0; i < shape_.rows.size(); ++i) {
    if (!is_calendar(shape_.rows[i])) continue;
    if (calendar_at != shape_.rows.size()) return;  // Two calendars: no product of both.
    calendar_at = i;
  }
  if (calendar_at == shape_.rows.size()) return;
  Part low = 0;
  Part high = 0;
  if (!calendar_bounds(calendar_at, false, config, low, high)) return;

  std::set<RowKey> present;
  std::set<RowKey> groups;  // Rows without their period.
  for (const Row& row : rows_) {
    present.insert(row.key);
    RowKey group = row.key;
    group[calendar_at] = 0;
    groups.insert(group);
  }
  if (groups.empty() && shape_.rows.size() == 1) groups.insert(RowKey{});
  const std::size_t periods = std::size_t{high} - low + 1;
  if (periods * groups.size() > kMaxFilledRows) {
    fill_refused_ = true;
    return;
  }
  for (const RowKey& group : groups) {
    for (std::size_t i = 0; i < periods; ++i) {
      RowKey key = group;
      key[calendar_at] = low + static_cast<Part>(i);
      if (present.contains(key)) continue;
      const bool hour = shape_.rows[calendar_at] == Dimension::hour;
      if (hour && !hour_exists(key[calendar_at], config.zone)) continue;
      rows_.emplace_back().key = key;
    }
  }
}

std::uint64_t PivotTable::class_messages(const Row& row, TlsClass wanted) const {
  std::uint64_t sum = 0;
  for (std::uint32_t i = row.first_entry; i < row.first_entry + row.entries; ++i) {
    const std::uint32_t group = entries_[i].group;
    if (group_class_[group] == wanted) sum += tally_->cell(group).messages;
  }
  return sum;
}

/// Nothing where the report prints nothing.
std::optional<double> PivotTable::number(const Row& row, std::string_view field) const {
  const bool share = field.ends_with("_pct");
  const std::string_view name = share ? field.substr(0, field.size() - 4) : field;
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    if (kTlsClassNames[c] != name) continue;
    const std::uint64_t count = class_messages(row, static_cast<TlsClass>(c));
    if (share) return ratio(count, row.messages);
    return static_cast<double>(count);
  }
  if (field == "messages" || field == "failures") return static_cast<double>(row.messages);
  if (field == "percent") return ratio(row.messages, all_messages_);
  PivotSums sums;
  add_row(row, sums, nullptr);
  if (const auto number = number_of_all(sums, field)) return number;
  if (field == "old_pct") return ratio(sums.old(), row.messages);
  if (field == "old_new" || field == "old_gone") {
    add_changes(row, sums);
    const auto& change = field == "old_new" ? sums.old_new : sums.old_gone;
    return change ? std::optional<double>(static_cast<double>(*change)) : std::nullopt;
  }
  if (row.messages == 0) return std::nullopt;
  if (field == "first") return static_cast<double>(sums.span.first);
  if (field == "last") return static_cast<double>(sums.span.last);
  if (field == "last_old" && sums.old() > 0) return static_cast<double>(sums.last_old);
  return std::nullopt;
}

void PivotTable::apply_conditions(const Config& config) {
  for (const Row& row : rows_) all_messages_ += row.messages;
  for (std::uint32_t i = 0; i < rows_.size(); ++i) {
    if (shape_.only_old && number(rows_[i], "old").value_or(0) <= 0) continue;
    const auto& conditions = config.selection.conditions;
    if (std::all_of(conditions.begin(), conditions.end(), [&](const Condition& c) {
          if (find_dimension(c.field)) return true;  // Judged per message or group before.
          const std::optional<double> left = number(rows_[i], c.field);
          return left && holds(c, *left);
        })) {
      order_.push_back(i);
    }
  }
  all_messages_ = 0;
  for (const std::uint32_t i : order_) all_messages_ += rows_[i].messages;
}

void PivotTable::sort_by_dimension(std::size_t at, SortDirection direction) {
  const bool descending = direction == SortDirection::descending;
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int c = compare_part(shape_.rows[at], rows_[a].key[at], rows_[b].key[at]);
    if (c != 0) return descending ? c > 0 : c < 0;
    return is_before(shape_.rows, rows_[a].key, rows_[b].key);
  });
}

void PivotTable::sort_by_number(const SortSpec& sort) {
  const bool descending = sort.direction == SortDirection::descending;
  std::vector<double> numbers(rows_.size());
  for (const std::uint32_t i : order_) numbers[i] = number(rows_[i], sort.field).value_or(-1);
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (numbers[a] < numbers[b] || numbers[b] < numbers[a]) {
      return (numbers[a] < numbers[b]) != descending;
    }
    return is_before(shape_.rows, rows_[a].key, rows_[b].key);
  });
}

/// Largest first; below one value of the first dimension, calendars in their order.
void PivotTable::sort_by_size() {
  tsl::robin_map<Part, std::uint64_t> sum_of_value;
  for (const std::uint32_t i : order_) sum_of_value[rows_[i].key[0]] += rows_[i].messages;
  std::vector<std::uint64_t> sums(rows_.size());
  for (const std::uint32_t i : order_) sums[i] = sum_of_value[rows_[i].key[0]];
  const bool chronological = std::any_of(shape_.rows.begin(), shape_.rows.end(), is_calendar);
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Row& x = rows_[a];
    const Row& y = rows_[b];
    if (sums[a] != sums[b]) return sums[a] > sums[b];
    if (x.key[0] != y.key[0]) return compare_part(shape_.rows[0], x.key[0], y.key[0]) < 0;
    if (!chronological && x.messages != y.messages) return x.messages > y.messages;
    return is_before(shape_.rows, x.key, y.key);
  });
}

void PivotTable::sort_rows(const Config& config) {
  if (config.sort) {
    for (std::size_t i = 0; i < shape_.rows.size(); ++i) {
      if (kDimensions[index_of(shape_.rows[i])].name == config.sort->field) {
        return sort_by_dimension(i, config.sort->direction);
      }
    }
    return sort_by_number(*config.sort);
  }
  const Dimension first = shape_.rows.front();
  if (is_calendar(first) || first == Dimension::weekday) {
    return sort_by_dimension(0, SortDirection::ascending);
  }
  sort_by_size();
}

/// --top counts values of the first dimension, as they come, each with all its rows.
void PivotTable::cut(const Config& config) {
  shown_ = order_.size();
  if (config.top == 0) return;
  const auto first_before = [&](Part a, Part b) { return compare_part(shape_.rows[0], a, b) < 0; };
  std::set<Part, decltype(first_before)> values(first_before);
  for (const std::uint32_t i : order_) {
    if (values.size() == config.top) break;
    values.insert(rows_[i].key[0]);
  }
  const auto rest = std::stable_partition(order_.begin(), order_.end(), [&](std::uint32_t i) {
    return values.contains(rows_[i].key[0]);
  });
  shown_ = static_cast<std::size_t>(rest - order_.begin());
}

}  // namespace smtptally
