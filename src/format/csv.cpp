#include <algorithm>
#include <array>
#include <cassert>

#include "format/formats.hpp"
#include "format/numbers.hpp"
#include "text/escape.hpp"

namespace smtptally {
namespace {

// Bytes that stand for themselves in every cell: printable ASCII without separators, quote,
// backslash.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x7F; ++byte) plain[byte] = true;
  for (const char special : {',', ';', '"', '\\'})
    plain[static_cast<unsigned char>(special)] = false;
  return plain;
}();

bool is_plain(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return kPlain[static_cast<unsigned char>(c)]; });
}

// What makes a spreadsheet take a text for a formula, also in the full-width forms that East
// Asian versions accept (OWASP, "CSV injection").
bool starts_formula(std::string_view text) noexcept {
  if (text.empty()) return false;
  switch (decode_utf8(text).value) {
    case U'=':
    case U'+':
    case U'-':
    case U'@':
    case U'\t':
    case U'\r':
    case U'\n':
    case U'\uFF1D':
    case U'\uFF0B':
    case U'\uFF0D':
    case U'\uFF20':
      return true;
    default:
      return false;
  }
}

// The list separator of an Excel depends on its country, and it need not be that of the file: then
// a cell begins inside of a text, behind quotes or not.
void append_guarded_everywhere(std::string_view text, std::string& out) {
  if (starts_formula(text)) out.push_back('\'');
  while (true) {
    const std::size_t separator = text.find_first_of(",;\t\n");
    append_repaired(text.substr(0, separator), out);
    if (separator == std::string_view::npos) return;
    out.push_back(text[separator]);
    text.remove_prefix(separator + 1);
    const std::size_t quotes = std::min(text.find_first_not_of('"'), text.size());
    if (starts_formula(text.substr(quotes))) out.push_back('\'');
  }
}

void append_quoted(std::string_view text, char separator, std::string& out) {
  const auto is_special = [separator](char c) { return c == separator || c == '"' || c == '\n'; };
  if (std::none_of(text.begin(), text.end(), is_special)) {
    out += text;
    return;
  }
  out.push_back('"');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

void append_tab_safe(std::string_view text, std::string& out) {
  while (!text.empty()) {
    // None of the four is part of a longer UTF-8 sequence, so each stretch is repaired alone.
    const std::size_t stretch = std::min(text.find_first_of("\t\n\r\\"), text.size());
    append_repaired(text.substr(0, stretch), out);
    text.remove_prefix(stretch);
    if (text.empty()) return;
    out.push_back('\\');
    switch (text.front()) {
      case '\t':
        out.push_back('t');
        break;
      case '\n':
        out.push_back('n');
        break;
      case '\r':
        out.push_back('r');
        break;
      default:
        out.push_back('\\');
        break;
    }
    text.remove_prefix(1);
  }
}

enum class Dialect : std::uint8_t { csv, tsv };

char separator_of(Dialect dialect, ExcelCsv excel) noexcept {
  if (dialect == Dialect::tsv) return '\t';
  return excel == ExcelCsv::semicolon ? ';' : ',';
}

class Writer {
 public:
  Writer(Dialect dialect, const Zone& zone, const FormatOptions& options, Output& out)
      : tabs_(dialect == Dialect::tsv),
        excel_(dialect == Dialect::csv && options.excel != ExcelCsv::off),
        guarded_(excel_ || options.spreadsheet_safe),
        separator_(separator_of(dialect, options.excel)),
        zone_(zone),
        out_(out) {}

  void header(const std::vector<Column>& columns) {
    // Without it Excel takes the file for one in the code page of its country.
    if (excel_) out_.write("\xEF\xBB\xBF");
    for (const Column& column : columns) cell(std::string_view{column.name});
    end_line();
  }

  void line(const std::vector<Value>& cells) {
    for (const Value& value : cells) {
      std::visit([this](const auto& v) { cell(v); }, value);
    }
    end_line();
  }

 private:
  void begin_cell() {
    if (!first_) line_.push_back(separator_);
    first_ = false;
  }

  void cell(std::monostate /*no value*/) { begin_cell(); }
  void cell(std::uint64_t number) {
    begin_cell();
    append_number(number, line_);
  }
  void cell(const Share& share) {
    begin_cell();
    if (share.total > 0) append_percent(share, Decimals::two, line_);
  }
  void cell(const Change& change) {
    begin_cell();
    append_change(change, false, line_);
  }
  void cell(const ShareChange& change) {
    begin_cell();
    append_change(change, Decimals::two, false, line_);
  }
  void cell(const Distinct& distinct) {
    begin_cell();
    append_distinct(distinct, line_);
  }
  void cell(const Instant& instant) {
    begin_cell();
    line_ += format_rfc3339(instant.at, zone_);
  }
  // Of screens alone.
  void cell(const Mix& /*classes*/) { begin_cell(); }
  void cell(const Trend& /*days*/) { begin_cell(); }
  void cell(const Bar& bar) { cell(bar.count); }
  void cell(std::string_view text) {
    begin_cell();
    const bool guard = guarded_ && starts_formula(text);
    // Fast path: nearly every text of a log; 1 of 2 such cells is a mail address.
    if (is_plain(text) && !guard) {
      line_ += text;
      return;
    }
    if (tabs_) {
      if (guard) line_.push_back('\'');
      append_tab_safe(text, line_);
      return;
    }
    scratch_.clear();
    if (excel_) {
      append_guarded_everywhere(text, scratch_);
    } else {
      if (guard) scratch_.push_back('\'');
      append_repaired(text, scratch_);
    }
    append_quoted(scratch_, separator_, line_);
  }

  void end_line() {
    // An empty line would be no row for most readers.
    if (line_.empty() && !tabs_) line_ = "\"\"";
    line_ += excel_ ? "\r\n" : "\n";
    out_.write(line_);
    line_.clear();
    first_ = true;
  }

  bool tabs_;
  bool excel_;
  bool guarded_;  ///< Texts that a spreadsheet would compute.
  char separator_;
  const Zone& zone_;
  Output& out_;
  std::string line_;
  std::string scratch_;
  bool first_ = true;
};

void write_main_table(Dialect dialect, const Report& report, const FormatOptions& options,
                      Output& out) {
  if (report.sections.empty()) return;
  const Section& section = report.sections.front();
  Writer writer(dialect, report.zone, options, out);
  writer.header(section.columns);
  std::vector<Value> cells;
  const std::size_t count = section.rows->size();
  for (std::size_t i = 0; i < count && !out.failed(); ++i) {
    section.rows->row(i, cells);
    assert(cells.size() == section.columns.size());
    writer.line(cells);
  }
  if (!section.others.empty()) writer.line(section.others);
}

}  // namespace

void write_csv(const Report& report, const FormatOptions& options, Output& out) {
  write_main_table(Dialect::csv, report, options, out);
}

void write_tsv(const Report& report, const FormatOptions& options, Output& out) {
  write_main_table(Dialect::tsv, report, options, out);
}

}  // namespace smtptally
