#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Where a formatter puts its bytes: a buffer in front of a FILE, or a string in tests. After a
/// failed write all further ones are ignored and failed() stays true.
class Output {
 public:
  /// `file` stays the caller's and must outlive this.
  explicit Output(std::FILE* file);
  /// Appends to `text`, which must outlive this; complete after finish().
  explicit Output(std::string& text);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() = default;

  void write(std::string_view text);
  /// Hands everything to the FILE and flushes it. False when anything was not written.
  [[nodiscard]] bool finish();
  /// A write failed: the reader closed the pipe (EPIPE), the disk is full, …
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// The errno of the first failure; 0 when there was none.
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

/// What a formatter may depend on besides the report.
struct FormatOptions {
  bool color = false;
  unsigned width = 0;             ///< Of the terminal in columns; 0 for no limit.
  bool spreadsheet_safe = false;  ///< CSV and TSV: guard texts that a spreadsheet would compute.
};

/// Writes a report in one form. To add a form: one file in src/format/ and one row in the table of
/// src/format/formats.cpp.
using Formatter = void (*)(const Report& report, const FormatOptions& options, Output& out);

struct FormatEntry {
  OutputFormat format;
  std::string_view name;       ///< On the command line.
  std::string_view extension;  ///< Chooses the format of -o FILE: ".csv".
  Formatter write;
  std::string_view definition;
};

/// All forms, in the order of --help.
[[nodiscard]] const FormatEntry* begin_formats() noexcept;
[[nodiscard]] const FormatEntry* end_formats() noexcept;
[[nodiscard]] const FormatEntry& find_format(OutputFormat format) noexcept;
/// By extension of a file name; null when none fits.
[[nodiscard]] const FormatEntry* find_format_by_extension(std::string_view path) noexcept;

}  // namespace smtptally
