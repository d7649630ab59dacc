// TableSection: the widths of its columns, and the names that fit into them.

#include <algorithm>
#include <cassert>

#include "format/cell_text.hpp"
#include "format/table_section.hpp"
#include "report/nouns.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

// As much of a text as still says something.
constexpr std::size_t kLeastText = 12;
constexpr std::size_t kBroken = 4;

}  // namespace

std::string TableSection::trend_heading(std::size_t days) {
  return trn_format("last {} day", "last {} days", days, days);
}

void TableSection::measure() {
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    shapes_[i].widest = display_width(visible(section_.columns[i].heading));
    shapes_[i].hidden = section_.columns[i].shown == Shown::machine && !options_.wide;
  }
  each_row([&](const std::vector<Value>& cells) {
    measure(cells);
    return true;
  });
  measure_sum(section_.others, others_label());
  measure_sum(section_.totals, totals_label());
}

/// The label of a sum is not cut.
void TableSection::measure_sum(const std::vector<Value>& cells, const std::string& label) {
  if (cells.empty() || label.empty()) return measure(cells);
  std::vector<Value> labelled = cells;
  labelled.front() = std::string_view(label);
  measure(labelled);
  longest_label_ = std::max(longest_label_, display_width(label));
}

void TableSection::measure(const std::vector<Value>& cells) {
  assert(cells.empty() || cells.size() == shapes_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Shape& shape = shapes_[i];
    if (shape.hidden) continue;
    if (!is_zero(cells[i])) shape.all_zero = false;
    if (const auto* const trend = std::get_if<Trend>(&cells[i])) {
      shape.longest_trend = std::max(shape.longest_trend, trend->days.size());
    }
    if (std::holds_alternative<Mix>(cells[i])) shape.is_mix = true;
    if (std::holds_alternative<Bar>(cells[i])) shape.is_bar = true;
    render(i, cells[i]);
    shape.widest = std::max(shape.widest, display_width(cell_));
  }
}

void TableSection::fold() {
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    Shape& shape = shapes_[i];
    // A single day is no trend.
    if (shape.longest_trend == 1) shape.hidden = true;
    if (shape.longest_trend > 1) shape.widest = trend_heading(shape.longest_trend).size();
    if (options_.wide) continue;
    if (!section_.columns[i].folded.empty() && shapes_[i].all_zero) shapes_[i].hidden = true;
  }
}

LayoutColumn TableSection::layout_of(std::size_t column) const {
  const Shape& shape = shapes_[column];
  const Column& described = section_.columns[column];
  if (shape.hidden) return {0, 0, 0, 9};
  LayoutColumn layout{shape.widest, shape.widest, shape.widest, described.worth};
  if (described.kind == ColumnKind::chart) {
    constexpr std::size_t kMostDays = 28;
    constexpr std::size_t kLeastTrend = 14;
    constexpr std::size_t kLeastBar = 10;
    constexpr std::size_t kBar = 40;  // Where there is no width to fill.
    const std::size_t days = std::min(shape.longest_trend, kMostDays);
    layout.last = true;
    layout.least = std::max(shape.widest, days > 0 ? std::min(days, kLeastTrend) : kLeastBar);
    layout.natural = days > 0 ? days : options_.width == 0 ? kBar : options_.width;
    // A single bar is read by its length, which needs no whole line.
    if (shape.is_bar && options_.width > 0) layout.natural = options_.width / 2 - kLeastBar;
    layout.natural = std::max(layout.natural, layout.least);
    return layout;
  }
  const bool sender = described.look == Look::sender;
  if (described.kind != ColumnKind::text || (!sender && described.look != Look::plain)) {
    return layout;  // Never cut.
  }
  const std::size_t least = sender ? (options_.width < 80 ? 16 : 24) : kLeastText;
  const std::size_t label = column == 0 ? longest_label_ : 0;
  const std::size_t heading = display_width(visible(described.heading));
  layout.least = std::min(shape.widest, std::max({least, label, heading}));
  layout.broken = std::min(shape.widest, std::max(kBroken, label));
  return layout;
}

void TableSection::learn_names() {
  bool any = false;
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    if (section_.columns[i].look != Look::sender) continue;
    if (layout_.widths[i] == 0 || layout_.widths[i] >= shapes_[i].widest) continue;
    shapes_[i].names.emplace(layout_.widths[i], glyphs_.ellipsis);
    any = true;
  }
  if (!any) return;
  each_row([&](const std::vector<Value>& cells) {
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      if (!shapes_[i].names) continue;
      render(i, cells[i]);
      shapes_[i].names->learn(cell_);
    }
    return true;
  });
  for (Shape& shape : shapes_) {
    if (shape.names) shape.names->finish();
  }
}

/// "14 more senders", "70 senders"; empty where the cell says it.
std::string TableSection::others_label() const {
  if (options_.wide || section_.noun.empty()) return {};
  return count_of_more_rows(section_.left_out, section_.noun);
}
std::string TableSection::totals_label() const {
  if (options_.wide || section_.noun.empty()) return {};
  return count_of_rows(section_.rows->size() + section_.left_out, section_.noun);
}

}  // namespace smtptally
