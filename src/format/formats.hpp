#pragma once

#include <string_view>

#include "smtptally/formatter.hpp"

namespace smtptally {

/// How the name of a page ends that is written as gzip.
inline constexpr std::string_view kPackedPage = ".html.gz";

/// Aligned columns for people: every section, with titles, totals, colour and width.
void write_table(const Report& report, const FormatOptions& options, Output& out);

/// RFC 4180 with LF, header always, first section only, no totals; `others` is the last row. For
/// Excel with a byte order mark and CRLF, and guarded against whatever separator it splits lines
/// at.
void write_csv(const Report& report, const FormatOptions& options, Output& out);

/// As CSV, but tab separated and never quoted: a tab, newline, carriage return or backslash in a
/// text is written \t, \n, \r or \\ so that one line is one row and one tab one border.
void write_tsv(const Report& report, const FormatOptions& options, Output& out);

/// One object with everything; report.schema.json describes it.
void write_json(const Report& report, const FormatOptions& options, Output& out);

/// One object a line for each row of the first section; neither `others` nor totals, which are no
/// rows and would be counted by a reader that adds lines up.
void write_ndjson(const Report& report, const FormatOptions& options, Output& out);

/// GitHub's Markdown: for each section its title, a table with `others` and totals as its last
/// rows, and its note. Numbers as in CSV, percentages with one decimal.
void write_markdown(const Report& report, const FormatOptions& options, Output& out);

/// One page: every section as HTML, charts as SVG, all rows again as JSON for its script.
void write_html(const Report& report, const FormatOptions& options, Output& out);

}  // namespace smtptally
