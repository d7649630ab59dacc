#pragma once

#include <cstdint>
#include <string_view>

#include "smtptally/log_kind.hpp"

namespace smtptally {

/// Whose records a log of a dialect holds.
enum class LogServer : std::uint8_t { any, exchange, iis, exim };

/// What is to be known of a dialect besides how to read it. Code decides by these; the name is for
/// people.
struct DialectProperties {
  std::string_view name;  ///< As reports show it. Static text.
  LogServer server = LogServer::any;
  LogKind kind = LogKind::lines;
  bool multi_line = false;  ///< A record may go on in the next line.
  /// Somebody exported it with a cmdlet, on a machine of any culture: see ExportDates. In such a
  /// table a subject may hold line ends, which logs write as "\r\n" in letters.
  bool exported = false;
};

}  // namespace smtptally
