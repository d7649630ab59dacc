#pragma once

#include <array>
#include <string_view>

#include "parse/behind_stamp.hpp"
#include "parse/exim_file.hpp"
#include "parse/head_cache.hpp"
#include "parse/log_line.hpp"
#include "parse/stamp.hpp"
#include "text/cursor.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// A stamp format of log lines. To add a dialect: a function that takes its stamp and one row in
/// kDialects. Prefixes in front of the stamp belong to kPrefixes, the text behind it to
/// parse_behind_stamp().
struct LineDialect {
  std::string_view name;
  /// Takes the stamp and the blank behind it. False if the line is of another dialect.
  bool (*take_stamp)(Cursor& at, StampReader& stamps, Micros& time);
  Behind (*parse)(PaddedText behind_stamp, HeadCache& heads, LogLine& out);
  std::string_view definition;
  /// Whether StampCache and HeadCache may read its lines.
  bool may_be_known;
  /// Whether the stamp contains the year.
  bool has_year;
};

bool take_bsd_stamp(Cursor& at, StampReader& stamps, Micros& time);
bool take_rfc3339_stamp(Cursor& at, StampReader& stamps, Micros& time);
bool take_rfc5424_stamp(Cursor& at, StampReader& stamps, Micros& time);
bool take_short_full_stamp(Cursor& at, StampReader& stamps, Micros& time);
bool take_unix_stamp(Cursor& at, StampReader& stamps, Micros& time);
bool take_year_first_stamp(Cursor& at, StampReader& stamps, Micros& time);
bool take_ctime_stamp(Cursor& at, StampReader& stamps, Micros& time);
bool take_exim_stamp(Cursor& at, StampReader& stamps, Micros& time);

/// Exim's own file stands in front of RFC 3339, which takes any text behind such a stamp.
inline constexpr std::size_t kEximFile = 1;
inline constexpr std::array<LineDialect, 8> kDialects{{
    {"bsd", &take_bsd_stamp, &parse_behind_stamp,
     "Nov 21 01:44:34 host tag[pid]: text (RFC 3164; rsyslog, postlogd)", true, false},
    {"exim", &take_exim_stamp, &parse_behind_exim_stamp,
     "2026-11-21 01:44:34 1xXT5W-00001j-33 <= text (Exim's mainlog)", true, true},
    {"rfc3339", &take_rfc3339_stamp, &parse_behind_stamp,
     "2026-11-21T01:44:34.5+01:00 host tag[pid]: text", true, true},
    {"rfc5424", &take_rfc5424_stamp, &parse_behind_rfc5424_stamp,
     "<22>1 2026-11-21T01:44:34Z host tag pid id [data] text", false, true},
    {"short-full", &take_short_full_stamp, &parse_behind_stamp,
     "Sat 2026-11-21 01:44:34 CET host tag[pid]: text (journalctl)", true, true},
    {"short-unix", &take_unix_stamp, &parse_behind_stamp,
     "1795228337.000000 host tag[pid]: text (journalctl)", false, true},
    {"bsd-year", &take_year_first_stamp, &parse_behind_stamp,
     "2026 Nov 21 01:44:34.5 host tag[pid]: text", true, true},
    {"ctime", &take_ctime_stamp, &parse_behind_stamp,
     "Sat Nov 21 01:44:34 2026 mail.info tag[pid]: text (OpenWrt logread)", true, true},
}};

}  // namespace smtptally
