#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <date/date.h>

#include "smtptally/error.hpp"
#include "smtptally/time.hpp"

namespace date {
class time_zone;
}

namespace smtptally {

/// A wall clock time in some zone.
struct LocalTime {
  std::int32_t day = 0;          ///< Days since 1970-01-01 in the local calendar.
  std::int32_t second = 0;       ///< 0 … 86399; a leap second 60 counts as the next second.
  std::int32_t microsecond = 0;  ///< 0 … 999999.

  bool operator==(const LocalTime&) const = default;
};

/// A time zone. Copies are cheap. UTC and fixed offsets do not load the zone database. Not thread
/// safe, because it caches the last period between two clock changes: use one copy per thread.
class Zone {
 public:
  /// UTC.
  Zone() = default;
  /// Accepts "UTC", "Z", "+02:00", "-0530", "local" (TZ, else /etc/localtime), an IANA name, or a
  /// POSIX rule ("CET-1CEST,M3.5.0,M10.5.0/3"). The Error quotes an unknown name and gives a valid
  /// example.
  [[nodiscard]] static Result<Zone> find(std::string_view name);

  /// The name to print: "UTC", "+02:00", "Europe/Berlin".
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  [[nodiscard]] LocalTime to_local(Micros t) const;
  /// The instant of a wall clock time. If the time occurs twice (clock set back), the earlier
  /// instant; if the clock skips it, the instant of the change.
  [[nodiscard]] Micros to_utc(const LocalTime& local) const;
  /// The year of the local date at `t`.
  [[nodiscard]] int year_of(Micros t) const;
  /// Seconds east of UTC at `t`.
  [[nodiscard]] std::int32_t offset_seconds(Micros t) const;
  /// The abbreviation in force at `t`: "CET", "UTC", "+02:00".
  [[nodiscard]] std::string abbreviation(Micros t) const;

  bool operator==(const Zone& other) const { return name_ == other.name_; }

 private:
  void remember(std::int64_t second) const;

  const date::time_zone* zone_ = nullptr;  ///< Null for a fixed offset or a POSIX rule.
  std::string name_ = "UTC";
  // The period [begin_, end_) of UTC seconds in which offset_ holds.
  mutable std::int64_t begin_ = INT64_MIN;
  mutable std::int64_t end_ = INT64_MAX;
  mutable std::int32_t offset_ = 0;
};

/// "2026-11-01T14:03:59+01:00", with microseconds if they are not zero.
[[nodiscard]] std::string format_rfc3339(Micros t, const Zone& zone);

}  // namespace smtptally
