#pragma once

#include <string>
#include <string_view>

#include "smtptally/error.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// One time in the grammar of journalctl (systemd.time(7)).
struct TimeSpec {
  Micros at = 0;       ///< The instant; for a date, its first instant in the zone.
  Micros day_end = 0;  ///< For a date or "today": the first instant after that day. Otherwise `at`.
  bool date_only = false;  ///< "2026-11-01"; false for "today" and its like (midnights).

  bool operator==(const TimeSpec&) const = default;
};

/// Reads `text` relative to `now`: "2026-11-01", "2026-11-01 14:00[:05[.25]]", "14:00", RFC 3339
/// with or without zone, "today", "yesterday", "tomorrow", "now", "-7d", "7d" and "+1h 30min"
/// (spans; a span without sign goes into the past, as "7d ago"), "7d ago", "2h left",
/// "@epoch[.frac]". A zone name or "UTC" may follow. A weekday may precede ("Sun 2026-11-01") and
/// must be right. Several blanks count as one.
/// The Error quotes the text and shows three examples.
[[nodiscard]] Result<TimeSpec> parse_time_spec(std::string_view text, Micros now, const Zone& zone);

/// Reads a span of systemd.time(7) in microseconds: "7d", "2h 30min", "90", "1month", "1y". A day
/// is 24 hours. Error for any other text, for zero and for an overflow.
[[nodiscard]] Result<Micros> parse_time_span(std::string_view text);

/// The texts of --since, --until, --last and --on; empty if not given.
struct RangeRequest {
  std::string since;
  std::string until;
  std::string last;
  std::string on;
};

/// The half-open range that the user asked for. A date as --until includes that day; today,
/// yesterday and tomorrow are midnights, as in journalctl. --last 7d is the 7 days that end now, or
/// at --until; --last and --since exclude each other. --on is one whole day. Error if the range is
/// empty or reversed; it names both ends.
[[nodiscard]] Result<TimeRange> resolve_range(const RangeRequest& request, Micros now,
                                              const Zone& zone);

/// As long a period that ends where `range` begins: as many days where both its ends are local
/// midnights, else as many seconds. Requires both ends.
[[nodiscard]] TimeRange previous_range(const TimeRange& range, const Zone& zone);

/// Whether a log of the times `covered` has the period from its first moments to its last ones: up
/// to an hour, or a 24th of a shorter period, may lack at both ends, for a log that is rotated at
/// midnight has its first line some time later.
[[nodiscard]] bool covers_whole(const TimeRange& covered, const TimeRange& period);

/// What --with says, for a range with both ends: "previous"; "7d", the span that ends where the
/// range begins; a day; "T..T", in which a date at the end includes that day.
[[nodiscard]] Result<TimeRange> resolve_compared(std::string_view text, const TimeRange& range,
                                                 Micros now, const Zone& zone);

}  // namespace smtptally
