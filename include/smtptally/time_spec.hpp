#pragma once

#include <string>
#include <string_view>

#include "smtptally/error.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// One time as a user writes it, in the grammar of journalctl (systemd.time(7)).
struct TimeSpec {
  Micros at = 0;           ///< The instant; of a date, its first instant in the zone.
  Micros day_end = 0;      ///< For a date or "today": the first instant after that day. Else `at`.
  bool date_only = false;  ///< "2026-11-01"; "today" and its like are midnights.

  bool operator==(const TimeSpec&) const = default;
};

/// Reads `text` relative to `now`: "2026-11-01", "2026-11-01 14:00[:05[.25]]", "14:00", RFC 3339
/// with or without zone, "today", "yesterday", "tomorrow", "now", "-7d", "7d" and "+1h 30min"
/// (spans; without sign into the past, as "7d ago"), "7d ago", "2h left", "@epoch[.frac]", an
/// optional zone name or "UTC" at the end, an optional weekday in front ("Sun 2026-11-01"), which
/// must be right. Several blanks are one.
/// The Error quotes the text and shows three examples.
[[nodiscard]] Result<TimeSpec> parse_time_spec(std::string_view text, Micros now, const Zone& zone);

/// A span of systemd.time(7): "7d", "2h 30min", "90", "1month", "1y". In microseconds; days are
/// 24 hours here. Error for anything else, for zero and for what does not fit.
[[nodiscard]] Result<Micros> parse_time_span(std::string_view text);

/// What --since, --until, --last and --on say, empty where not given.
struct RangeRequest {
  std::string since;
  std::string until;
  std::string last;
  std::string on;
};

/// The half-open range that a user asked for. A date-only --until includes that day; today,
/// yesterday and tomorrow are midnights, as in journalctl. --last 7d is the 7 days that end now
/// (--last and --since exclude each other; with --until it ends there). --on is one whole day.
/// Error when the range is empty or reversed, saying both ends.
[[nodiscard]] Result<TimeRange> resolve_range(const RangeRequest& request, Micros now,
                                              const Zone& zone);

}  // namespace smtptally
