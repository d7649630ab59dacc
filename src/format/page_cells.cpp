#include "format/page_cells.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "format/cell_text.hpp"
#include "format/numbers.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Whether the totals tell of the column what all rows would: a count is never below zero, a
/// change may be.
bool is_told_by_totals(const Section& section, std::size_t column) {
  if (section.totals.empty()) return false;
  const Value& total = section.totals[column];
  return std::holds_alternative<std::uint64_t>(total) || std::holds_alternative<Share>(total) ||
         std::holds_alternative<Distinct>(total);
}

}  // namespace

bool is_number(const Column& column) noexcept {
  return column.kind == ColumnKind::number || column.kind == ColumnKind::share;
}

std::string page_cell_text(const Column& column, const Value& value, const ScreenClock& clock) {
  if (const auto* number = std::get_if<std::uint64_t>(&value); number != nullptr && *number == 0) {
    return "0";
  }
  if (const auto* change = std::get_if<Change>(&value);
      change != nullptr && change->now == change->before) {
    return "0";
  }
  if (const auto* share = std::get_if<Share>(&value)) {
    std::string text;
    if (share->total == 0) return "-";
    append_percent(*share, Decimals::one, text);
    return text;
  }
  std::string text;
  append_cell_text(column, value, clock, {}, text);
  text.erase(0, text.find_first_not_of(' '));
  return text;
}

ShownColumns::ShownColumns(const Section& section) {
  const auto& columns = section.columns;
  std::vector<bool> zero(columns.size());
  std::vector<std::size_t> to_read;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    zero[c] = !columns[c].folded.empty() && columns[c].shown == Shown::everywhere;
    if (zero[c] && is_told_by_totals(section, c)) {
      zero[c] = is_zero(section.totals[c]);
    } else if (zero[c]) {
      to_read.push_back(c);
    }
  }
  std::vector<Value> cells;
  for (std::size_t i = 0; !to_read.empty() && i < section.rows->size(); ++i) {
    section.rows->row(i, cells);
    for (const std::size_t c : to_read) zero[c] = zero[c] && is_zero(cells[c]);
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!section.others.empty()) zero[c] = zero[c] && is_zero(section.others[c]);
    if (zero[c]) {
      if (!folded_.empty()) folded_ += tr(", ");
      folded_ += columns[c].folded;
    } else if (columns[c].shown == Shown::everywhere) {
      columns_.push_back(c);
    }
  }
}

}  // namespace smtptally
