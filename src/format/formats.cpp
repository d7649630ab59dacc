#include "format/formats.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace smtptally {
namespace {

constexpr std::array<FormatEntry, 7> kFormats{{
    {OutputFormat::table, "table", ".txt", write_table, "aligned columns with totals, for people"},
    {OutputFormat::csv, "csv", ".csv", write_csv, "comma separated (RFC 4180), main table only"},
    {OutputFormat::tsv, "tsv", ".tsv", write_tsv,
     "tab separated, \\t \\n \\r \\\\ in texts, main table only"},
    {OutputFormat::json, "json", ".json", write_json,
     "one object: rows, totals, inputs and coverage"},
    {OutputFormat::ndjson, "ndjson", ".ndjson", write_ndjson,
     "one object a line for each row of the main table, no totals"},
    {OutputFormat::markdown, "markdown", ".md", write_markdown,
     "tables as GitHub shows them, with totals, for people"},
    {OutputFormat::html, "html", ".html", write_html,
     "one page with charts that needs no other file, for browsers and print"},
}};

}  // namespace

const FormatEntry* begin_formats() noexcept { return kFormats.data(); }
const FormatEntry* end_formats() noexcept { return kFormats.data() + kFormats.size(); }

const FormatEntry& find_format(OutputFormat format) noexcept {
  const FormatEntry* const found =
      std::find_if(begin_formats(), end_formats(),
                   [format](const FormatEntry& entry) { return entry.format == format; });
  assert(found != end_formats());
  return *found;
}

const FormatEntry* find_format_by_extension(std::string_view path) noexcept {
  if (path.ends_with(kPackedPage)) path.remove_suffix(std::string_view(".gz").size());
  const FormatEntry* const found =
      std::find_if(begin_formats(), end_formats(),
                   [path](const FormatEntry& entry) { return path.ends_with(entry.extension); });
  return found == end_formats() ? nullptr : found;
}

}  // namespace smtptally
