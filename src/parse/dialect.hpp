#pragma once

#include <array>
#include <string_view>

#include "parse/envelope.hpp"
#include "parse/head_memory.hpp"
#include "parse/stamp.hpp"

namespace smtptally {

/// What the dialects remember from line to line of one input.
struct LineMemory {
  StampReader stamps;
  HeadMemory heads;
};

/// One envelope that loggers put around a text. To add a dialect: one file with its parse function
/// and one row in kDialects.
struct LineDialect {
  std::string_view name;
  /// False, with nothing promised about `out`, when the line is of another dialect.
  bool (*parse)(PaddedText line, LineMemory& memory, LogLine& out);
  std::string_view definition;
  /// Every line is "STAMP HOST TAG[PID]: TEXT", and nothing else stands in front of the host.
  bool stamp_host_tag;
};

bool parse_bsd(PaddedText line, LineMemory& memory, LogLine& out);
bool parse_rfc3339(PaddedText line, LineMemory& memory, LogLine& out);
bool parse_rfc5424(PaddedText line, LineMemory& memory, LogLine& out);
bool parse_short_full(PaddedText line, LineMemory& memory, LogLine& out);
bool parse_short_unix(PaddedText line, LineMemory& memory, LogLine& out);

inline constexpr std::array<LineDialect, 5> kDialects{{
    {"bsd", &parse_bsd, "Nov 21 01:44:34 host tag[pid]: text (RFC 3164; rsyslog, postlogd)", true},
    {"rfc3339", &parse_rfc3339, "2026-11-21T01:44:34.5+01:00 host tag[pid]: text", true},
    {"rfc5424", &parse_rfc5424, "<22>1 2026-11-21T01:44:34Z host tag pid id [data] text", false},
    {"short-full", &parse_short_full,
     "Sat 2026-11-21 01:44:34 CET host tag[pid]: text (journalctl)", true},
    {"short-unix", &parse_short_unix, "1795228337.000000 host tag[pid]: text (journalctl)", false},
}};

}  // namespace smtptally
