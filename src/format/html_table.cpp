#include "format/html_table.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "format/cell_text.hpp"
#include "format/html_text.hpp"
#include "format/numbers.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

void append_numbers(std::span<const std::uint64_t> numbers, std::string& out) {
  out.push_back('[');
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_number(numbers[i], out);
  }
  out.push_back(']');
}

/// [what it is sorted by, how it looks].
void append_pair(std::string_view number, std::string_view text, std::string& out) {
  out.push_back('[');
  out += number;
  out.push_back(',');
  append_script_string(text, out);
  out.push_back(']');
}

}  // namespace

std::size_t PageDomains::number(std::string_view domain) {
  const auto found = numbers_.find(domain);
  if (found != numbers_.end()) return found->second;
  numbers_.emplace(domain, names_.size());
  names_.push_back(visible(domain));
  return names_.size() - 1;
}

HtmlTable::HtmlTable(const Section& section, const ScreenClock& clock)
    : section_(section), clock_(clock), shown_(section) {
  const auto& columns = section_.columns;
  domain_at_ =
      static_cast<std::size_t>(std::find_if(columns.begin(), columns.end(),
                                            [](const Column& c) { return c.name == "domain"; }) -
                               columns.begin());
}

bool HtmlTable::is_over_time() const noexcept {
  const auto& columns = section_.columns;
  if (columns.empty() || columns.front().look != Look::day || section_.rows->size() == 0) {
    return false;
  }
  std::vector<Value> cells;
  section_.rows->row(0, cells);
  return std::holds_alternative<Mix>(cells.back());
}

std::vector<ChartDay> HtmlTable::days() const {
  std::vector<ChartDay> days;
  std::vector<Value> cells;
  for (std::size_t i = 0; i < section_.rows->size(); ++i) {
    section_.rows->row(i, cells);
    const Mix& mix = std::get<Mix>(cells.back());
    days.push_back({page_cell_text(section_.columns.front(), cells.front(), clock_),
                    {mix.classes.begin(), mix.classes.end()}});
  }
  return days;
}

std::string_view HtmlTable::heading(const Column& column) const {
  if (!column.heading.empty()) return column.heading;
  return column.kind == ColumnKind::chart ? std::string_view(tr("Chart")) : column.name;
}

void HtmlTable::append_head(std::string& out) const {
  out += "<thead><tr>";
  for (const std::size_t c : shown_.columns()) {
    const Column& column = section_.columns[c];
    const bool unsaid = column.heading.empty();
    out += is_number(column) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">";
    if (unsaid) out += "<span class=\"hidden\">";
    append_html(heading(column), out);
    if (unsaid) out += "</span>";
    out += "</th>";
  }
  out += "</tr></thead>\n";
}

void HtmlTable::append_cell(std::size_t column, const Value& value, std::string& out) const {
  if (const auto* mix = std::get_if<Mix>(&value)) return append_drawing(*mix, out);
  if (const auto* trend = std::get_if<Trend>(&value)) return append_drawing(*trend, out);
  if (const auto* bar = std::get_if<Bar>(&value)) return append_drawing(*bar, out);
  append_markup(page_cell_text(section_.columns[column], value, clock_), out);
}

void HtmlTable::append_row(const std::vector<Value>& cells, std::string_view row_class,
                           std::string& out) const {
  out += row_class.empty() ? "<tr>" : fmt::format("<tr class=\"{}\">", row_class);
  bool first = true;
  for (const std::size_t c : shown_.columns()) {
    const Column& column = section_.columns[c];
    const bool numeric = is_number(column);
    const std::string_view tag = first ? "th" : "td";
    out += first ? "<th scope=\"row\"" : "<td";
    if (numeric) {
      out += is_zero(cells[c]) ? " class=\"n z\"" : " class=\"n\"";
    } else if (column.kind == ColumnKind::time) {
      out += " class=\"w\"";
    }
    out.push_back('>');
    append_cell(c, cells[c], out);
    out += fmt::format("</{}>", tag);
    first = false;
  }
  out += "</tr>\n";
}

void HtmlTable::write_table(std::string_view id, std::string_view label, Output& out) const {
  const bool unsaid =
      std::all_of(shown_.columns().begin(), shown_.columns().end(),
                  [&](std::size_t c) { return section_.columns[c].heading.empty(); });
  std::string text =
      fmt::format("<div class=\"scroll\" tabindex=\"0\"><table id=\"{}\"{} aria-label=\"", id,
                  unsaid ? " class=\"plain\"" : "");
  append_html(label, text);
  text += "\">\n";
  append_head(text);
  text += "<tbody>\n";
  std::vector<Value> cells;
  const std::size_t rows = section_.rows->size();
  for (std::size_t i = 0; i < std::min(rows, kDrawn); ++i) {
    section_.rows->row(i, cells);
    append_row(cells, "", text);
  }
  text += "</tbody>\n";
  if (!section_.others.empty() || !section_.totals.empty()) {
    text += "<tfoot>\n";
    if (!section_.others.empty()) append_row(section_.others, "", text);
    if (!section_.totals.empty()) append_row(section_.totals, "total", text);
    text += "</tfoot>\n";
  }
  text += "</table></div>\n";
  if (rows > kDrawn) {
    text += fmt::format(
        "<p class=\"rest\">{}</p>\n",
        tr_format("The first {} of {} rows; the others need the script.", kDrawn, grouped(rows)));
  }
  if (!shown_.folded().empty()) {
    text += "<p class=\"dim\">";
    append_html(shown_.folded(), text);
    text += "</p>\n";
  }
  out.write(text);
}

void HtmlTable::append_data(std::size_t column, const Value& value, std::string& out) const {
  const Column& of = section_.columns[column];
  if (std::holds_alternative<std::monostate>(value)) {
    out += "null";
  } else if (const auto* mix = std::get_if<Mix>(&value)) {
    out += "{\"m\":";
    append_numbers(mix->classes, out);
    out += ",\"s\":";
    append_number(mix->scale, out);
    out.push_back('}');
  } else if (const auto* trend = std::get_if<Trend>(&value)) {
    out += "{\"t\":";
    append_numbers(trend->days, out);
    out.push_back('}');
  } else if (const auto* bar = std::get_if<Bar>(&value)) {
    out += fmt::format("{{\"b\":{},\"s\":{},\"c\":{}}}", bar->count, bar->scale,
                       index_of(bar->of.value_or(TlsClass::unknown)));
  } else if (const auto* share = std::get_if<Share>(&value); share != nullptr && share->total > 0) {
    std::string number;
    append_percent(*share, Decimals::two, number);
    append_pair(number, page_cell_text(of, value, clock_), out);
  } else if (const auto* change = std::get_if<Change>(&value)) {
    std::string number;
    append_change(*change, false, number);
    append_pair(number, page_cell_text(of, value, clock_), out);
  } else if (const auto* points = std::get_if<ShareChange>(&value);
             points != nullptr && has_value(*points)) {
    std::string number;
    append_change(*points, Decimals::two, false, number);
    append_pair(number, page_cell_text(of, value, clock_), out);
  } else if (const auto* instant = std::get_if<Instant>(&value)) {
    append_pair(fmt::format_int(instant->at / kMicrosPerSecond).c_str(),
                page_cell_text(of, value, clock_), out);
  } else if (const auto* distinct = std::get_if<Distinct>(&value);
             distinct != nullptr && distinct->estimated) {
    append_pair(fmt::format_int(distinct->count).c_str(), page_cell_text(of, value, clock_), out);
  } else if (distinct != nullptr) {
    append_number(distinct->count, out);
  } else if (const auto* number = std::get_if<std::uint64_t>(&value)) {
    if (of.look == Look::bytes) {
      append_pair(fmt::format_int(*number).c_str(), page_cell_text(of, value, clock_), out);
    } else {
      append_number(*number, out);
    }
  } else {
    append_script_string(page_cell_text(of, value, clock_), out);
  }
}

void HtmlTable::write_data(std::string_view id, PageDomains& domains, Output& out) const {
  const bool has_domain = domain_at_ < section_.columns.size();
  std::string text = fmt::format("{{\"id\":\"{}\",\"noun\":", id);
  append_script_string(section_.noun.empty() ? std::string_view("row") : section_.noun, text);
  text += has_domain ? ",\"domains\":true,\"columns\":[" : ",\"domains\":false,\"columns\":[";
  for (std::size_t i = 0; i < shown_.columns().size(); ++i) {
    const Column& column = section_.columns[shown_.columns()[i]];
    if (i > 0) text.push_back(',');
    constexpr std::array<std::string_view, 5> kKinds{"text", "number", "number", "time", "chart"};
    text += fmt::format("[\"{}\",", kKinds[static_cast<std::size_t>(column.kind)]);
    append_script_string(visible(heading(column)), text);
    text.push_back(']');
  }
  text += "],\"rows\":[";
  std::vector<Value> cells;
  for (std::size_t i = 0; i < section_.rows->size() && !out.failed(); ++i) {
    section_.rows->row(i, cells);
    text += i > 0 ? ",\n[" : "\n[";
    bool first = true;
    for (const std::size_t c : shown_.columns()) {
      if (!first) text.push_back(',');
      first = false;
      append_data(c, cells[c], text);
    }
    if (has_domain) {
      const auto* const domain = std::get_if<std::string_view>(&cells[domain_at_]);
      text.push_back(',');
      append_number(domains.number(domain == nullptr ? "" : *domain), text);
    }
    text.push_back(']');
    out.write(text);
    text.clear();
  }
  out.write(text + "]}");
}

}  // namespace smtptally
