#include "report/pivot_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "containers/hash_index.hpp"
#include "pivot/calendar.hpp"
#include "pivot/message_filter.hpp"
#include "report/group_class.hpp"

namespace smtptally {
namespace {

bool contains(const std::vector<Dimension>& all, Dimension d) {
  return std::find(all.begin(), all.end(), d) != all.end();
}

std::size_t position(const std::vector<Dimension>& all, Dimension d) {
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), d) - all.begin());
}

}  // namespace

void PivotSums::merge(const Tally& tally, std::size_t group) {
  cell.merge(tally.cell(group));
  if (tally.spec().times) span.merge(tally.span(group));
  if (tally.spec().senders) senders.merge(tally.senders(group));
  if (tally.spec().clients) clients.merge(tally.clients(group));
}

void PivotSums::merge(const PivotSums& other) {
  cell.merge(other.cell);
  span.merge(other.span);
  senders.merge(other.senders);
  clients.merge(other.clients);
  for (std::size_t c = 0; c < classes.size(); ++c) classes[c] += other.classes[c];
  last_old = std::max(last_old, other.last_old);
  old_senders.merge(other.old_senders);
}

void PivotSums::clear() {
  cell = {};
  span = {};
  senders.clear();
  clients.clear();
  classes = {};
  last_old = kBeginningOfTime;
  old_senders.clear();
  old_new.reset();
  old_gone.reset();
}

PivotTable::PivotTable(const PivotShape& shape, const Config& config, const Tally& tally,
                       const Coverage& coverage)
    : shape_(shape), tally_(&tally) {
  for (std::size_t i = 0; i < shape_.rows.size(); ++i) {
    if (shape_.rows[i] == Dimension::sender) sender_at_ = i;
  }
  read_tally(tally, coverage, config);
  if (shape_.has_trend()) find_days(config);
  name_columns(config);
  index_entries();
  fill_gaps(config);
  if (asks_for_changes(shape_, config)) find_periods(config);
  apply_conditions(config);
  sort_rows(config);
  cut(config);
}

std::uint32_t PivotTable::row_number(const RowKey& key, HashIndex& numbers) {
  const std::uint64_t hash = hash_of(key);
  const std::uint32_t known =
      numbers.find(hash, [&](std::uint32_t row) { return rows_[row].key == key; });
  if (known != HashIndex::kNone) return known;
  rows_.emplace_back().key = key;
  return numbers.add(hash);
}

std::uint32_t PivotTable::column_number(const RowKey& key) {
  const auto next = static_cast<std::uint32_t>(column_numbers_.size());
  return column_numbers_.try_emplace(key, next).first->second;
}

void PivotTable::read_tally(const Tally& tally, const Coverage& coverage, const Config& config) {
  const std::vector<Dimension>& dimensions = tally.spec().dimensions;
  const bool has_tls = contains(dimensions, Dimension::tls);
  if (shape_.columns.size() == 1 && shape_.columns[0] == Dimension::tls) {
    // All classes stand in every report, in their own order.
    for (Part c = 0; c < kTlsClassNames.size(); ++c) column_numbers_[{c}] = c;
  }
  entries_.reserve(tally.size());
  if (has_tls) group_class_.reserve(tally.size());
  HashIndex row_numbers;
  for (std::size_t group = 0; group < tally.size(); ++group) {
    Tally::Key key = tally.key(group);
    if (shape_.has_trend()) group_day_.push_back(key[position(dimensions, Dimension::day)]);
    if (has_tls) {
      Part& part = key[position(dimensions, Dimension::tls)];
      const TlsClass found = class_of_group(tally, part, coverage);
      group_class_.push_back(found);
      part = static_cast<Part>(index_of(found));
      if (!is_wanted(found, config.selection)) continue;
    }
    const auto pick = [&](const std::vector<Dimension>& wanted) {
      RowKey picked{};
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const bool derived = is_derived(wanted[i], shape_.rows);
        picked[i] = key[position(dimensions, derived ? Dimension::sender : wanted[i])];
      }
      return picked;
    };
    const std::uint32_t row = row_number(pick(shape_.rows), row_numbers);
    const std::uint32_t column = shape_.columns.empty() ? 0 : column_number(pick(shape_.columns));
    entries_.push_back({row, column, static_cast<std::uint32_t>(group)});
  }
}

std::string PivotTable::part_text(Dimension dimension, Part part) const {
  if (dimension == Dimension::tls) return std::string(kTlsClassNames[part]);
  if (is_calendar(dimension) || dimension == Dimension::weekday) {
    return period_text(dimension, part);
  }
  const std::string_view text = tally_->text(part);
  return std::string(dimension == Dimension::domain && contains(shape_.rows, Dimension::sender)
                         ? domain_of(text)
                         : text);
}

int PivotTable::compare_part(Dimension dimension, Part a, Part b) const {
  if (a == b) return 0;
  if (is_calendar(dimension) || dimension == Dimension::weekday || dimension == Dimension::tls) {
    return a < b ? -1 : 1;
  }
  const std::string_view x = tally_->text(a);
  const std::string_view y = tally_->text(b);
  return is_derived(dimension, shape_.rows) ? domain_of(x).compare(domain_of(y)) : x.compare(y);
}

/// By their texts, one after the other: the last word in every order.
bool PivotTable::is_before(const std::vector<Dimension>& dimensions, const RowKey& a,
                           const RowKey& b) const {
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    const int c = compare_part(dimensions[i], a[i], b[i]);
    if (c != 0) return c < 0;
  }
  return false;
}

bool PivotTable::calendar_bounds(std::size_t at, bool columns, const Config& config, Part& low,
                                 Part& high) const {
  const Dimension dimension = columns ? shape_.columns[at] : shape_.rows[at];
  const TimeRange& range = config.selection.range;
  bool any = false;
  const auto take = [&](Part part) {
    low = any ? std::min(low, part) : part;
    high = any ? std::max(high, part) : part;
    any = true;
  };
  if (columns) {
    for (const auto& [key, number] : column_numbers_) take(key[at]);
  } else {
    for (const Row& row : rows_) take(row.key[at]);
  }
  const Part data_low = low;
  const Part data_high = high;
  const bool has_data = any;
  if (range.since != kBeginningOfTime) take(period_of(dimension, range.since, config.zone));
  if (range.until != kEndOfTime) take(period_of(dimension, range.until - 1, config.zone));
  // An open side ends where the data ends.
  if (range.since == kBeginningOfTime && has_data) low = data_low;
  if (range.until == kEndOfTime && has_data) high = data_high;
  return any && (has_data || (range.since != kBeginningOfTime && range.until != kEndOfTime));
}

void PivotTable::name_columns(const Config& config) {
  if (shape_.columns.empty()) return;
  if (shape_.columns.size() == 1 && is_calendar(shape_.columns[0])) {
    Part low = 0;
    Part high = 0;
    if (calendar_bounds(0, true, config, low, high) && high - low < 10'000) {
      for (Part part = low; part <= high; ++part) {
        (void)column_number(RowKey{part});
      }
    }
  }
  columns_.resize(column_numbers_.size());
  for (const auto& [key, number] : column_numbers_) columns_[number] = key;
  std::vector<std::uint32_t> order(columns_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return is_before(shape_.columns, columns_[a], columns_[b]);
  });
  std::vector<RowKey> sorted;
  std::vector<std::uint32_t> new_number(order.size());
  for (const std::uint32_t old : order) {
    new_number[old] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(columns_[old]);
    std::vector<std::string>& parts = column_texts_.emplace_back();
    for (std::size_t i = 0; i < shape_.columns.size(); ++i) {
      parts.push_back(part_text(shape_.columns[i], columns_[old][i]));
    }
  }
  columns_ = std::move(sorted);
  for (Entry& entry : entries_) entry.column = new_number[entry.column];
}

void PivotTable::index_entries() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  });
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Row& row = rows_[entries_[i].row];
    if (row.entries == 0) row.first_entry = static_cast<std::uint32_t>(i);
    ++row.entries;
    row.messages += tally_->cell(entries_[i].group).messages;
  }
}

std::string_view PivotTable::row_text(std::size_t row, std::size_t dimension) const {
  const Dimension d = shape_.rows[dimension];
  const Part part = rows_[order_[row]].key[dimension];
  if (d == Dimension::tls) return kTlsClassNames[part];
  if (is_calendar(d) || d == Dimension::weekday) {
    std::string& text = period_texts_[{d, part}];
    if (text.empty()) text = period_text(d, part);
    return text;
  }
  const std::string_view text = tally_->text(part);
  return is_derived(d, shape_.rows) ? domain_of(text) : text;
}

std::string PivotTable::column_text(std::size_t column) const {
  return fmt::format("{}", fmt::join(column_texts_[column], "/"));
}

void PivotTable::add_row(const Row& row, PivotSums& total,
                         std::vector<PivotSums>* by_column) const {
  for (std::uint32_t i = row.first_entry; i < row.first_entry + row.entries; ++i) {
    const Entry& entry = entries_[i];
    merge_group(entry.group, total);
    if (by_column != nullptr) merge_group(entry.group, (*by_column)[entry.column]);
  }
}

void PivotTable::merge_group(std::uint32_t group, PivotSums& sums) const {
  sums.merge(*tally_, group);
  if (group_class_.empty()) return;
  const TlsClass tls = group_class_[group];
  sums.classes[index_of(tls)] += tally_->cell(group).messages;
  if (!is_old(tls)) return;
  // A group that kept its place without messages has no times.
  if (tally_->spec().times) sums.last_old = std::max(sums.last_old, tally_->span(group).last);
  if (tally_->spec().senders) sums.old_senders.merge(tally_->senders(group));
}

void PivotTable::add_rows(std::size_t from, std::size_t to, PivotSums& total,
                          std::vector<PivotSums>* by_column) const {
  total.clear();
  if (by_column != nullptr) {
    by_column->resize(columns_.size());
    for (PivotSums& sums : *by_column) sums.clear();
  }
  for (std::size_t i = from; i < to; ++i) add_row(rows_[order_[i]], total, by_column);
}

void PivotTable::sums(std::size_t row, PivotSums& total, std::vector<PivotSums>* by_column) const {
  add_rows(row, row + 1, total, by_column);
  add_changes(rows_[order_[row]], total);
}
void PivotTable::others(PivotSums& total, std::vector<PivotSums>* by_column) const {
  add_rows(shown_, order_.size(), total, by_column);
}
void PivotTable::totals(PivotSums& total, std::vector<PivotSums>* by_column) const {
  add_rows(0, order_.size(), total, by_column);
}

}  // namespace smtptally
