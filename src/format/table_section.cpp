#include "format/table_section.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "format/numbers.hpp"
#include "text/escape.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kGap = "  ";
// Narrower than this a text says nothing any more; then the lines get longer than the terminal.
constexpr std::size_t kNarrowestText = 8;

struct CellRenderer {
  const Zone& zone;
  std::string& out;

  void operator()(std::monostate /*no value*/) const { out.push_back('-'); }
  void operator()(std::string_view text) const { append_visible(text, out); }
  void operator()(std::uint64_t number) const { append_number(number, out); }
  void operator()(const Distinct& distinct) const { append_distinct(distinct, out); }
  void operator()(const Instant& instant) const { out += format_rfc3339(instant.at, zone); }
  void operator()(const Share& share) const {
    if (share.total > 0) {
      append_percent(share, Decimals::one, out);
    } else {
      out.push_back('-');
    }
  }
};

// "tls1_0" and what begins with "tls1_0_".
bool belongs_to(std::string_view column, std::string_view tls_class) noexcept {
  if (!column.starts_with(tls_class)) return false;
  column.remove_prefix(tls_class.size());
  return column.empty() || column.front() == '_';
}

bool is_zero(const Value& value) noexcept {
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return *number == 0;
  if (const auto* share = std::get_if<Share>(&value)) return share->count == 0;
  if (const auto* distinct = std::get_if<Distinct>(&value)) return distinct->count == 0;
  return std::holds_alternative<std::monostate>(value);
}

}  // namespace

TableSection::TableSection(const Section& section, const Zone& zone, const FormatOptions& options)
    : section_(section), zone_(zone), options_(options), widths_(section.columns.size(), 0) {}

void TableSection::write(Output& out) {
  measure();
  if (options_.width > 0) fit();
  write_headings(out);
  std::vector<Value> cells;
  const std::size_t count = section_.rows->size();
  for (std::size_t i = 0; i < count && !out.failed(); ++i) {
    section_.rows->row(i, cells);
    write_row(cells, out);
  }
  if (!section_.others.empty()) write_row(section_.others, out);
  if (section_.totals.empty()) return;
  line_.assign(total_width(), '-');
  end_line(out);
  write_row(section_.totals, out);
}

void TableSection::measure() {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    cell_.clear();
    append_visible(section_.columns[i].heading, cell_);
    widths_[i] = display_width(cell_);
  }
  std::vector<Value> cells;
  const std::size_t count = section_.rows->size();
  for (std::size_t i = 0; i < count; ++i) {
    section_.rows->row(i, cells);
    measure(cells);
  }
  measure(section_.others);
  measure(section_.totals);
}

void TableSection::measure(const std::vector<Value>& cells) {
  assert(cells.empty() || cells.size() == widths_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    render(cells[i]);
    widths_[i] = std::max(widths_[i], display_width(cell_));
  }
}

void TableSection::fit() {
  const auto is_text = [this](std::size_t i) {
    return section_.columns[i].kind == ColumnKind::text;
  };
  std::size_t total = total_width();
  while (total > options_.width) {
    std::size_t widest = widths_.size();
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      if (!is_text(i) || widths_[i] <= kNarrowestText) continue;
      if (widest == widths_.size() || widths_[i] > widths_[widest]) widest = i;
    }
    if (widest == widths_.size()) return;
    --widths_[widest];
    --total;
  }
}

std::size_t TableSection::total_width() const noexcept {
  const std::size_t gaps = widths_.empty() ? 0 : (widths_.size() - 1) * kGap.size();
  return std::accumulate(widths_.begin(), widths_.end(), gaps);
}

bool TableSection::is_right_aligned(std::size_t column) const noexcept {
  const ColumnKind kind = section_.columns[column].kind;
  return kind == ColumnKind::number || kind == ColumnKind::share;
}

TableSection::Style TableSection::style_of(std::size_t column, const Value& value) const noexcept {
  if (is_zero(value)) return Style::dim;
  // The version stands in the name of a column of counts, or in the text of a column "tls".
  std::string_view name = section_.columns[column].name;
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    name = name == "tls" ? *text : std::string_view{};
  }
  if (belongs_to(name, "ssl")) return Style::red;
  if (belongs_to(name, "tls1_0") || belongs_to(name, "tls1_1")) return Style::yellow;
  return Style::plain;
}

void TableSection::render(const Value& value) {
  cell_.clear();
  std::visit(CellRenderer{zone_, cell_}, value);
}

void TableSection::append_cell(std::size_t column, Style style) {
  // Only fit() makes a column narrower than its cells, and only columns of texts.
  if (cell_.size() > widths_[column]) elide_middle(cell_, widths_[column]);
  const std::size_t used = display_width(cell_);
  const std::size_t padding = widths_[column] > used ? widths_[column] - used : 0;
  if (column > 0) line_ += kGap;
  if (is_right_aligned(column)) line_.append(padding, ' ');
  if (options_.color && style != Style::plain && !cell_.empty()) {
    constexpr std::string_view kCodes[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[31m"};
    line_ += kCodes[static_cast<std::size_t>(style)];
    line_ += cell_;
    line_ += "\x1b[0m";
  } else {
    line_ += cell_;
  }
  const bool last = column + 1 == widths_.size();
  if (!is_right_aligned(column) && !last) line_.append(padding, ' ');
}

void TableSection::write_headings(Output& out) {
  if (!section_.title.empty()) {
    cell_.clear();
    append_visible(section_.title, cell_);
    line_ = options_.color ? "\x1b[1m" + cell_ + "\x1b[0m" : cell_;
    end_line(out);
  }
  // A section of names and values needs no headings.
  const auto& columns = section_.columns;
  if (std::all_of(columns.begin(), columns.end(),
                  [](const Column& c) { return c.heading.empty(); })) {
    return;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    cell_.clear();
    append_visible(columns[i].heading, cell_);
    append_cell(i, Style::bold);
  }
  end_line(out);
}

void TableSection::write_row(const std::vector<Value>& cells, Output& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    render(cells[i]);
    append_cell(i, style_of(i, cells[i]));
  }
  end_line(out);
}

void TableSection::end_line(Output& out) {
  // An empty last cell leaves blanks that nobody wants to copy.
  line_.erase(line_.find_last_not_of(' ') + 1);
  line_.push_back('\n');
  out.write(line_);
  line_.clear();
}

}  // namespace smtptally
