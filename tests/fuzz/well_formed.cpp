#include "well_formed.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include <simdjson.h>

#include "text/csv_row.hpp"

using namespace smtptally;

namespace {

bool is_json(std::string_view text) {
  simdjson::dom::parser parser;
  return parser.parse(text.data(), text.size()).error() == simdjson::SUCCESS;
}

/// Every line of the report, without its end; false where one is not as it should be.
template <class Test>
bool all_lines(std::string_view report, const Test& test) {
  while (!report.empty()) {
    const std::size_t end = report.find('\n');
    if (end == std::string_view::npos || !test(report.substr(0, end))) return false;
    report.remove_prefix(end + 1);
  }
  return true;
}

/// The records of CSV, of which one may have several lines.
bool is_csv(std::string_view report, char separator) {
  CsvRow row;
  row.separate_by(separator);
  std::optional<std::size_t> cells;
  while (!report.empty()) {
    std::size_t end = 0;
    bool quoted = false;
    while (end < report.size() && (quoted || report[end] != '\n')) {
      if (report[end] == '"') quoted = !quoted;
      ++end;
    }
    if (end == report.size()) return false;
    if (row.split(report.substr(0, end)) != CsvRow::Outcome::ok) return false;
    if (row.fields().size() != cells.value_or(row.fields().size())) return false;
    cells = row.fields().size();
    report.remove_prefix(end + 1);
  }
  return true;
}

bool is_tsv(std::string_view report) {
  std::optional<std::ptrdiff_t> cells;
  return all_lines(report, [&](std::string_view line) {
    const std::ptrdiff_t tabs = std::count(line.begin(), line.end(), '\t');
    const bool same = tabs == cells.value_or(tabs);
    cells = tabs;
    return same;
  });
}

/// A page that is read tag by tag.
class Page {
 public:
  explicit Page(std::string_view rest) : rest_(rest) {}

  bool is_whole() {
    if (!take("<!DOCTYPE html>")) return false;
    while (true) {
      const std::size_t begin = std::min(rest_.find('<'), rest_.size());
      if (rest_.substr(0, begin).find('>') != std::string_view::npos) return false;
      rest_.remove_prefix(begin);
      if (rest_.empty()) return open_.empty();
      if (!tag()) return false;
    }
  }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  bool tag() {
    static constexpr std::array<std::string_view, 35> kOurs{
        "a",    "b",       "body",   "button", "dd",   "details",    "div",
        "dl",   "dt",      "figure", "footer", "h1",   "h2",         "h3",
        "head", "header",  "html",   "li",     "link", "main",       "meta",
        "p",    "path",    "script", "small",  "span", "section",    "style",
        "svg",  "summary", "table",  "title",  "ul",   "figcaption", "caption"};
    static constexpr std::array<std::string_view, 8> kOfTables{"tbody", "td", "tfoot", "th",
                                                               "thead", "tr", "rect",  "line"};
    const bool closes = rest_.starts_with("</");
    rest_.remove_prefix(closes ? 2 : 1);
    const std::size_t end = rest_.find_first_of(" />\n");
    if (end == std::string_view::npos) return false;
    const std::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (std::find(kOurs.begin(), kOurs.end(), name) == kOurs.end() &&
        std::find(kOfTables.begin(), kOfTables.end(), name) == kOfTables.end()) {
      return false;
    }
    if (closes) {
      if (open_.empty() || open_.back() != name) return false;
      open_.pop_back();
      return take(">");
    }
    const std::optional<bool> is_void = attributes();
    if (!is_void) return false;
    if (*is_void || name == "meta" || name == "link") return true;
    open_.push_back(name);
    return name == "script" || name == "style" ? raw_text(name == "script") : true;
  }

  /// Up to the end of the tag; whether it ends in itself. Nothing if a text is not quoted.
  std::optional<bool> attributes() {
    while (!rest_.empty()) {
      if (take("/>")) return true;
      if (take(">")) return false;
      const char next = rest_.front();
      if (next == '<' || next == '\'') return std::nullopt;
      rest_.remove_prefix(1);
      if (next != '"') continue;
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) return std::nullopt;
      rest_.remove_prefix(quote + 1);
    }
    return std::nullopt;
  }

  /// Style, script, or the rows for the script.
  bool raw_text(bool script) {
    const std::size_t end = rest_.find(script ? "</script>" : "</style>");
    if (end == std::string_view::npos) return false;
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return !script || text.empty() || text.front() != '{' || is_json(text);
  }

  std::string_view rest_;
  std::vector<std::string_view> open_;
};

}  // namespace

bool is_printable(std::string_view text, bool color) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || (byte >= 0x20 && byte != 0x7F) || (color && c == '\x1B');
  });
}

bool is_well_formed(const Config& config, std::string_view report) {
  switch (config.format) {
    case OutputFormat::table:
      return is_printable(report, config.color);
    case OutputFormat::markdown:
      return is_printable(report, false);
    case OutputFormat::json:
      return is_json(report);
    case OutputFormat::ndjson:
      return all_lines(report, is_json);
    case OutputFormat::csv:
      return is_csv(report, config.excel == ExcelCsv::semicolon ? ';' : ',');
    case OutputFormat::tsv:
      return is_tsv(report);
    case OutputFormat::html:
      return Page(report).is_whole();
  }
  return false;
}
