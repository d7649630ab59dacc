#include "mail/mail_html.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "format/html_text.hpp"
#include "format/page_cells.hpp"
#include "format/screen.hpp"
#include "report/screen_clock.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kRule = "#dddddd";
constexpr std::string_view kAlarm = "#a33000";
constexpr std::string_view kDim = "#666666";

class MailPage {
 public:
  explicit MailPage(const Report& report) : report_(report), clock_(report) {}

  std::string take() && {
    text_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{4}\">\n<head><meta charset=\"utf-8\"><title>{0}</title>"
        "</head>\n<body bgcolor=\"#ffffff\" text=\"#1a1a1a\">\n<h2>{0}</h2>\n<p>{1}<br>\n"
        "<font color=\"{2}\">{3}</font></p>\n",
        html(report_.title), html(range_line(report_)), kDim, html(inputs_line(report_)),
        language());
    for (const Section& section : report_.sections) add(section);
    text_ += fmt::format(
        "<p><font color=\"{}\">{}</font></p>\n</body>\n</html>\n", kDim,
        html(tr("All rows, charts and details of each sender: see the attached page. The attached "
                "CSV has all senders.")));
    return std::move(text_);
  }

 private:
  void add(const Section& section) {
    if (section.shown != Shown::everywhere) return;
    const bool has_rows = !section.columns.empty() && section.rows->size() > 0;
    if (!has_rows && section.lines.empty()) return;
    if (!section.title.empty()) text_ += fmt::format("<h3>{}</h3>\n", html(section.title));
    if (has_rows) add_table(section);
    for (const Line& line : section.lines) add_line(line);
  }

  void add_line(const Line& line) {
    const std::size_t begin = std::min(line.text.find_first_not_of(' '), line.text.size());
    std::string text = html(line.text.substr(begin));
    if (line.mark == Line::Mark::alarm) {
      text = fmt::format("<font color=\"{}\"><b>{}</b></font>", kAlarm, text);
    } else if (line.mark == Line::Mark::strong) {
      text = fmt::format("<b>{}</b>", text);
    } else if (line.mark == Line::Mark::dim) {
      text = fmt::format("<font color=\"{}\">{}</font>", kDim, text);
    }
    text_ += fmt::format("<p>{}</p>\n", text);
  }

  /// One line of a table, with `tag` around each cell.
  template <class CellText>
  void add_row(const Section& section, const std::vector<std::size_t>& columns,
               std::string_view tag, CellText cell_text) {
    text_ += "<tr>";
    for (const std::size_t c : columns) {
      const bool right = is_number(section.columns[c]);
      text_ += fmt::format("<{0} align=\"{1}\" valign=\"top\">{2}</{0}>", tag,
                           right ? "right" : "left", html(cell_text(c)));
    }
    text_ += "</tr>\n";
  }

  void add_table(const Section& section) {
    const ShownColumns shown(section);
    std::vector<std::size_t> columns = shown.columns();
    std::erase_if(columns,
                  [&](std::size_t c) { return section.columns[c].kind == ColumnKind::chart; });
    text_ += fmt::format(
        "<table border=\"1\" cellpadding=\"4\" cellspacing=\"0\" bordercolor=\"{}\">\n", kRule);
    const bool headed = std::any_of(columns.begin(), columns.end(), [&](std::size_t c) {
      return !section.columns[c].heading.empty();
    });
    if (headed) {
      add_row(section, columns, "th", [&](std::size_t c) { return section.columns[c].heading; });
    }
    std::vector<Value> cells;
    const auto text_of = [&](std::size_t c) {
      return page_cell_text(section.columns[c], cells[c], clock_);
    };
    for (std::size_t i = 0; i < section.rows->size(); ++i) {
      section.rows->row(i, cells);
      add_row(section, columns, "td", text_of);
    }
    for (const std::vector<Value>* sums : {&section.others, &section.totals}) {
      if (sums->empty()) continue;
      cells = *sums;
      add_row(section, columns, "td", text_of);
    }
    text_ += "</table>\n";
    if (shown.folded().empty()) return;
    text_ += fmt::format("<p><font color=\"{}\">{}</font></p>\n", kDim, html(shown.folded()));
  }

  const Report& report_;
  ScreenClock clock_;
  std::string text_;
};

}  // namespace

std::string mail_html(const Report& report) { return MailPage(report).take(); }

}  // namespace smtptally
