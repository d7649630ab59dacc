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

/// A wall clock: days since 1970-01-01 and seconds of that day, in some zone.
struct LocalTime {
  std::int32_t day = 0;          ///< Days since 1970-01-01 of the local calendar.
  std::int32_t second = 0;       ///< 0 … 86399; a leap second 60 counts as the next second.
  std::int32_t microsecond = 0;  ///< 0 … 999999.

  bool operator==(const LocalTime&) const = default;
};

/// A time zone. Copies are cheap. UTC and fixed offsets never touch the zone database, so a run
/// that needs no other zone does not pay for loading it. Not thread safe: one copy a thread,
/// because the copy remembers the last period between two changes of the clock.
class Zone {
 public:
  /// UTC.
  Zone() = default;
  /// "UTC", "Z", "+02:00", "-0530", "local" (TZ, else /etc/localtime), an IANA name, or a rule of
  /// POSIX ("CET-1CEST,M3.5.0,M10.5.0/3"). Error names what is not known, with an example that is.
  [[nodiscard]] static Result<Zone> find(std::string_view name);

  /// What to print: "UTC", "+02:00", "Europe/Berlin".
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  [[nodiscard]] LocalTime to_local(Micros t) const;
  /// The instant of a wall clock time. Where the clock is set back and the time comes twice, the
  /// earlier one; where the clock skips it, the instant of the change.
  [[nodiscard]] Micros to_utc(const LocalTime& local) const;
  /// The year of the local date at `t`.
  [[nodiscard]] int year_of(Micros t) const;
  /// Seconds east of UTC at `t`.
  [[nodiscard]] std::int32_t offset_seconds(Micros t) const;
  /// Abbreviation in force at `t`: "CET", "UTC", "+02:00".
  [[nodiscard]] std::string abbreviation(Micros t) const;

  bool operator==(const Zone& other) const { return name_ == other.name_; }

 private:
  void remember(std::int64_t second) const;

  const date::time_zone* zone_ = nullptr;  ///< Null: a fixed offset, or a rule that is the name.
  std::string name_ = "UTC";
  // The period [begin_, end_) of UTC seconds for which offset_ is right.
  mutable std::int64_t begin_ = INT64_MIN;
  mutable std::int64_t end_ = INT64_MAX;
  mutable std::int32_t offset_ = 0;
};

/// "2026-11-01T14:03:59+01:00", with microseconds when they are not zero.
[[nodiscard]] std::string format_rfc3339(Micros t, const Zone& zone);

}  // namespace smtptally
