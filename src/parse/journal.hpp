#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "parse/dialect.hpp"

namespace smtptally {

/// Reads JSON lines: journalctl -o json (SYSLOG_IDENTIFIER, MESSAGE, …), and records with other
/// field names (see JsonRecord) whose text may be a whole syslog line ({"log": …}). Keeps the
/// parser's buffers.
class JsonLines {
 public:
  JsonLines();
  JsonLines(const JsonLines&) = delete;
  JsonLines& operator=(const JsonLines&) = delete;
  ~JsonLines();

  enum class Kind : std::uint8_t {
    journal,  ///< `line` is filled.
    record,   ///< As journal; the time is Parsed::time.
    inner,    ///< The text of `line` may be a log line of its own.
    irrelevant,
    malformed,
  };
  struct Parsed {
    Kind kind = Kind::malformed;
    LogLine line;
    std::optional<Micros> time;  ///< Empty if the record has no time.
    bool has_year = true;        ///< The year of the time was not guessed.
    bool is_line = false;        ///< The text is at least "tag[pid]: text", as a program wrote it.
  };
  /// The views are valid until the next call. `stamps` reads times without a year.
  Parsed parse(PaddedText line, StampReader& stamps);

 private:
  struct Buffers;
  Parsed parse_record(StampReader& stamps);

  std::unique_ptr<Buffers> buffers_;
};

/// Reads one record of journalctl -o export: NAME=value lines, or NAME, a 64-bit little endian
/// length and that many bytes; ended by an empty line. Fields come in any order.
class ExportRecord {
 public:
  /// Whether a record may begin here: journald writes the cursor first.
  [[nodiscard]] static bool begins(std::string_view bytes) noexcept {
    return bytes.starts_with("__CURSOR=") || bytes.starts_with("__REALTIME_TIMESTAMP=");
  }
  struct Taken {
    std::size_t bytes = 0;  ///< 0 if the record is incomplete.
    std::size_t lines = 0;  ///< Newlines in it.
    bool ok = false;        ///< Fields were well formed.
    bool complete = false;  ///< Has a time and a tag.
  };
  /// Reads the record at the front of `bytes` into `out`, whose views point into `bytes`.
  static Taken take(PaddedText bytes, bool at_end, LogLine& out);
};

}  // namespace smtptally
