// TableSection: its lines.

#include "format/table_section.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "format/bars.hpp"
#include "format/cell_text.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

// "tls1_0" and what begins with "tls1_0_".
bool belongs_to(std::string_view column, std::string_view tls_class) noexcept {
  if (!column.starts_with(tls_class)) return false;
  column.remove_prefix(tls_class.size());
  return column.empty() || column.front() == '_';
}

Style style_of_class(std::string_view name) noexcept {
  if (belongs_to(name, "ssl") || belongs_to(name, "tls1_0") || belongs_to(name, "tls1_1") ||
      belongs_to(name, "old")) {
    return Style::yellow;
  }
  return belongs_to(name, "none") ? Style::red : Style::plain;
}

/// "█ 1.3  ▓ 1.2  ░ old  × none, unknown".
std::string legend(const Glyphs& glyphs) {
  // TRANSLATORS: the legend of a bar: TLS 1.3, TLS 1.2, old TLS, no TLS or unknown; each has its
  // sign in front.
  return tr_format("{} 1.3  {} 1.2  {} old  {} none, unknown", glyphs.mix[0], glyphs.mix[1],
                   glyphs.mix[2], glyphs.mix[3]);
}

}  // namespace

TableSection::TableSection(const Section& section, const ScreenClock& clock,
                           const FormatOptions& options)
    : section_(section),
      clock_(clock),
      options_(options),
      glyphs_(glyphs(options.ascii)),
      shapes_(section.columns.size()) {
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    shapes_[i].style = style_of_class(section.columns[i].name);
  }
}

void TableSection::write(Output& out) {
  if (!section_.title.empty()) {
    append_styled(visible(section_.title), Style::bold, options_.color, line_);
    end_line(out);
  }
  if (section_.rows != nullptr && !section_.columns.empty()) {
    measure();
    fold();
    std::vector<LayoutColumn> columns;
    for (std::size_t i = 0; i < shapes_.size(); ++i) columns.push_back(layout_of(i));
    layout_ = fit_columns(columns, options_.width);
    learn_names();
    write_headings(out);
    each_row([&](const std::vector<Value>& cells) {
      write_row(cells, {}, out);
      return !out.failed();
    });
    write_rest(out);
    write_notes(out);
  }
  for (const Line& line : section_.lines) write_line(line, options_, out);
}

bool TableSection::is_right_aligned(std::size_t column) const noexcept {
  const ColumnKind kind = section_.columns[column].kind;
  return kind == ColumnKind::number || kind == ColumnKind::share;
}

Style TableSection::style_of(std::size_t column, const Value& value) const noexcept {
  if (is_zero(value)) return Style::dim;
  // The version stands in the name of a column of counts, or in the text of a column "tls".
  const auto* const text = std::get_if<std::string_view>(&value);
  if (text == nullptr) return shapes_[column].style;
  return section_.columns[column].name == "tls" ? style_of_class(*text) : Style::plain;
}

void TableSection::render(std::size_t column, const Value& value) {
  cell_.clear();
  append_cell_text(section_.columns[column], value, clock_, options_, cell_);
}

void TableSection::cut(std::size_t column) {
  const std::size_t width = layout_.widths[column];
  // PERF: nearly no cell is longer in bytes.
  if (cell_.size() <= width || display_width(cell_) <= width) return;
  if (shapes_[column].names) {
    cell_ = shapes_[column].names->shown(cell_);
  } else {
    elide_middle(cell_, width, glyphs_.ellipsis);
  }
}

std::size_t TableSection::append_chart(std::size_t column, const Value& value) {
  const std::size_t width = layout_.widths[column];
  if (const auto* const trend = std::get_if<Trend>(&value)) {
    return append_trend(*trend, width, glyphs_, line_);
  }
  BarColors colors;
  if (options_.color) {
    colors = {{style_code(Style::green), style_code(Style::cyan), style_code(Style::yellow),
               style_code(Style::red)},
              "\x1b[0m"};
  }
  if (const auto* const mix = std::get_if<Mix>(&value)) {
    return append_mix(*mix, width, glyphs_, colors, line_);
  }
  const auto* const bar = std::get_if<Bar>(&value);
  if (bar == nullptr) return 0;
  if (bar->of) line_ += colors.mix[mix_group(*bar->of)];
  if (bar->of == TlsClass::unknown && options_.color) line_ += style_code(Style::dim);
  const std::size_t used = append_bar(*bar, width, glyphs_, line_);
  if (bar->of) line_ += colors.end;
  return used;
}

void TableSection::append_cell(std::size_t column, const Value& value) {
  if (layout_.widths[column] == 0) return;
  if (section_.columns[column].kind == ColumnKind::chart) {
    if (begun_) line_.append(layout_.gap, ' ');
    begun_ = true;
    const std::size_t used = append_chart(column, value);
    line_.append(layout_.widths[column] - std::min(used, layout_.widths[column]), ' ');
    return;
  }
  render(column, value);
  append_text(column, style_of(column, value));
}

void TableSection::append_text(std::size_t column, Style style) {
  const std::size_t width = layout_.widths[column];
  if (width == 0) return;
  cut(column);
  const std::size_t used = display_width(cell_);
  const std::size_t padding = width > used ? width - used : 0;
  if (begun_) line_.append(layout_.gap, ' ');
  begun_ = true;
  if (is_right_aligned(column)) line_.append(padding, ' ');
  append_styled(cell_, style, options_.color, line_);
  if (!is_right_aligned(column)) line_.append(padding, ' ');
}

void TableSection::write_headings(Output& out) {
  // A section of names and values needs no headings.
  const auto& columns = section_.columns;
  if (std::all_of(columns.begin(), columns.end(),
                  [](const Column& c) { return c.heading.empty(); })) {
    return;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    cell_ = visible(columns[i].heading);
    const std::size_t days = std::min(shapes_[i].longest_trend, layout_.widths[i]);
    if (days > 0 && cell_.empty()) cell_ = trend_heading(days);
    if (display_width(cell_) > layout_.widths[i]) cell_ = first_columns(cell_, layout_.widths[i]);
    append_text(i, Style::bold);
  }
  end_line(out);
}

void TableSection::write_row(const std::vector<Value>& cells, std::string_view label, Output& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i == 0 && !label.empty()) {
      cell_ = label;
      append_text(i, Style::plain);
    } else {
      append_cell(i, cells[i]);
    }
  }
  end_line(out);
}

void TableSection::write_rest(Output& out) {
  if (!section_.others.empty()) write_row(section_.others, others_label(), out);
  if (section_.totals.empty()) return;
  for (std::size_t i = layout_.total(); i > 0; --i) line_ += glyphs_.rule;
  end_line(out);
  write_row(section_.totals, totals_label(), out);
}

std::string TableSection::name_of(std::size_t column) const {
  const std::string& heading = section_.columns[column].heading;
  if (!heading.empty()) return visible(heading);
  return shapes_[column].longest_trend > 0 ? tr("trend") : tr("bars");
}

/// What does not stand in the table.
void TableSection::write_notes(Output& out) {
  std::string folded;
  std::string dropped;
  bool has_mix = false;
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    const Column& column = section_.columns[i];
    if (shapes_[i].hidden) {
      const bool machine = column.shown == Shown::machine;
      if (machine || column.folded.empty()) continue;
      if (!folded.empty()) folded += tr(", ");
      folded += column.folded;
    } else if (layout_.widths[i] == 0) {
      dropped += fmt::format("{}{}", dropped.empty() ? "" : ", ", name_of(i));
    } else if (shapes_[i].is_mix) {
      has_mix = true;
    }
  }
  std::string text = std::move(folded);
  if (has_mix) text += fmt::format("{}{}", text.empty() ? "" : "      ", legend(glyphs_));
  if (!text.empty()) write_line({Line::Mark::dim, std::move(text)}, options_, out);
  if (dropped.empty()) return;
  // TRANSLATORS: columns that are shown where the screen has so many.
  write_line({Line::Mark::dim, tr_format("at {} columns: {}", layout_.needed, dropped)}, options_,
             out);
}

void TableSection::end_line(Output& out) {
  // An empty last cell leaves blanks that nobody wants to copy.
  line_.erase(line_.find_last_not_of(' ') + 1);
  line_.push_back('\n');
  out.write(line_);
  line_.clear();
  begun_ = false;
}

}  // namespace smtptally
