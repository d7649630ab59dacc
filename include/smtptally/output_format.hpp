#pragma once

#include <cstdint>

namespace smtptally {

enum class OutputFormat : std::uint8_t { table, csv, tsv, json, ndjson, markdown, html };
/// For people: sentences, charts, and no column that says nothing.
[[nodiscard]] constexpr bool is_for_people(OutputFormat format) noexcept {
  return format == OutputFormat::table || format == OutputFormat::html;
}
/// Whether it is written in the language of the reader. Programs get English whatever that is.
[[nodiscard]] constexpr bool is_translated(OutputFormat format) noexcept {
  return is_for_people(format) || format == OutputFormat::markdown;
}
/// Whether CSV is written for Excel, and what separates its cells then.
enum class ExcelCsv : std::uint8_t { off, comma, semicolon };

}  // namespace smtptally
