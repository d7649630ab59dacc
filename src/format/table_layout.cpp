#include "format/table_layout.hpp"

#include <algorithm>

namespace smtptally {
namespace {

/// Of the columns that stay, with their widths.
std::size_t width_with(const std::vector<std::size_t>& widths, std::size_t gap) {
  std::size_t sum = 0;
  std::size_t count = 0;
  for (const std::size_t width : widths) {
    if (width == 0) continue;
    sum += width;
    ++count;
  }
  return sum + (count == 0 ? 0 : (count - 1) * gap);
}

/// Takes away the column that is worth least. False where all that are left must stay.
bool drop_one(const std::vector<LayoutColumn>& columns, std::vector<std::size_t>& widths) {
  std::size_t least = columns.size();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (widths[i] == 0 || columns[i].worth >= 9) continue;
    if (least == columns.size() || columns[i].worth <= columns[least].worth) least = i;
  }
  if (least == columns.size()) return false;
  widths[least] = 0;
  return true;
}

/// The last resort: the widest gives way, cell by cell.
void squeeze(const std::vector<LayoutColumn>& columns, std::size_t width,
             std::vector<std::size_t>& widths) {
  std::size_t total = width_with(widths, 1);
  while (total > width) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= columns[i].broken) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
    --total;
  }
}

/// The first column is the last one that stays, and is cut only where it alone is too wide.
void drop_last_ones(std::size_t width, std::vector<std::size_t>& widths) {
  for (std::size_t i = widths.size(); i > 1 && width_with(widths, 1) > width; --i) {
    widths[i - 1] = 0;
  }
  if (!widths.empty()) widths.front() = std::min(widths.front(), width);
}

/// By one cell. False where all are as wide as they can be.
bool widen_narrowest(const std::vector<LayoutColumn>& columns, bool last,
                     std::vector<std::size_t>& widths) {
  std::size_t narrowest = columns.size();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (widths[i] == 0 || columns[i].last != last || widths[i] >= columns[i].natural) continue;
    if (narrowest == columns.size() || widths[i] < widths[narrowest]) narrowest = i;
  }
  if (narrowest == columns.size()) return false;
  ++widths[narrowest];
  return true;
}

}  // namespace

std::size_t TableLayout::total() const noexcept { return width_with(widths, gap); }

TableLayout fit_columns(const std::vector<LayoutColumn>& columns, std::size_t width) {
  TableLayout layout;
  std::vector<std::size_t>& widths = layout.widths;
  for (const LayoutColumn& column : columns) widths.push_back(column.natural);
  if (width == 0) return layout;
  for (std::size_t i = 0; i < columns.size(); ++i) widths[i] = columns[i].least;
  layout.needed = width_with(widths, 1);
  while (width_with(widths, 1) > width && drop_one(columns, widths)) {
  }
  layout.gap = width_with(widths, 2) <= width ? 2 : 1;
  squeeze(columns, width, widths);
  drop_last_ones(width, widths);
  const std::size_t used = layout.total();
  std::size_t left = used < width ? width - used : 0;
  for (const bool last : {false, true}) {
    while (left > 0 && widen_narrowest(columns, last, widths)) --left;
  }
  return layout;
}

}  // namespace smtptally
