#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Receives the bytes of a formatter and writes them to a buffered FILE, or to a string in tests.
/// After a failed write, ignores all further ones and failed() stays true.
class Output {
 public:
  /// Requires that `file` outlives the Output. The caller closes it.
  explicit Output(std::FILE* file);
  /// Appends to `text`, which must outlive the Output; `text` is complete after finish().
  explicit Output(std::string& text);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() = default;

  void write(std::string_view text);
  /// Writes the buffer to the FILE and flushes it. False if any byte was not written.
  [[nodiscard]] bool finish();
  /// Whether a write failed: the reader closed the pipe (EPIPE), the disk is full, …
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// The errno of the first failure; 0 if there was none.
  [[nodiscard]] int error() const noexcept { return error_; }

 private:
  void flush();
  void put(std::string_view text);
  void fail();

  std::FILE* file_ = nullptr;
  std::string* text_ = nullptr;
  std::string buffer_;
  bool failed_ = false;
  int error_ = 0;
};

/// Options of formatters.
struct FormatOptions {
  bool color = false;
  bool ascii = false;             ///< Draw with ASCII alone.
  bool wide = false;              ///< Show every column, as CSV has them.
  unsigned width = 0;             ///< Columns of the screen; 0 for no limit.
  bool spreadsheet_safe = false;  ///< CSV and TSV: escape texts that a spreadsheet would evaluate.
  /// CSV: a byte order mark, CRLF, the same escapes, and the separator.
  ExcelCsv excel = ExcelCsv::off;
};

/// Writes a report in one format. To add a format: one file in src/format/ and one row in the table
/// of src/format/formats.cpp.
using Formatter = void (*)(const Report& report, const FormatOptions& options, Output& out);

struct FormatEntry {
  OutputFormat format;
  std::string_view name;       ///< For the command line.
  std::string_view extension;  ///< An -o FILE with it gets this format: ".csv".
  Formatter write;
  std::string_view definition;
};

/// All formats, in the order of --help.
[[nodiscard]] const FormatEntry* begin_formats() noexcept;
[[nodiscard]] const FormatEntry* end_formats() noexcept;
[[nodiscard]] const FormatEntry& find_format(OutputFormat format) noexcept;
/// The format for the extension of a file name; null if there is none.
[[nodiscard]] const FormatEntry* find_format_by_extension(std::string_view path) noexcept;

}  // namespace smtptally
