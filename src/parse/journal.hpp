#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "parse/dialect.hpp"

namespace smtptally {

/// JSON lines: journalctl -o json (SYSLOG_IDENTIFIER, MESSAGE, …) and Docker's json-file driver
/// ({"log": …}, where the text is a syslog line of its own). Keeps the parser's buffers.
class JsonLines {
 public:
  JsonLines();
  JsonLines(const JsonLines&) = delete;
  JsonLines& operator=(const JsonLines&) = delete;
  ~JsonLines();

  enum class Kind : std::uint8_t { journal, embedded, irrelevant, malformed };
  /// journal: `out` is filled. embedded: `inner` is a line of another dialect. Views live until the
  /// next call.
  Kind parse(PaddedText line, LogLine& out, PaddedText& inner);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

/// One record of journalctl -o export: NAME=value lines, or NAME, a 64-bit little endian length and
/// that many bytes; ended by an empty line. Fields come in any order.
class ExportRecord {
 public:
  /// Whether a record may begin here: journald writes the cursor first.
  [[nodiscard]] static bool begins(std::string_view bytes) noexcept {
    return bytes.starts_with("__CURSOR=") || bytes.starts_with("__REALTIME_TIMESTAMP=");
  }
  struct Taken {
    std::size_t bytes = 0;  ///< 0: the record is not whole yet.
    std::size_t lines = 0;  ///< Newlines in it.
    bool ok = false;        ///< Fields were well formed.
    bool complete = false;  ///< Has a time, a host, a tag and a text.
  };
  /// Reads the record at the front of `bytes` into `out`, whose views point into `bytes`.
  static Taken take(PaddedText bytes, bool at_end, LogLine& out);
};

}  // namespace smtptally
