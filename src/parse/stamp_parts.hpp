#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {

/// The number of a month, 1 for "Jan" to 12 for "Dec"; 0 for other texts.
[[nodiscard]] int month_number(std::string_view name) noexcept;
/// Whether the name is "Mon" … "Sun".
[[nodiscard]] bool is_weekday(std::string_view name) noexcept;

/// Two digits at `p`, or -1.
[[nodiscard]] inline int two_digits(const char* p) noexcept {
  return is_digit(p[0]) && is_digit(p[1]) ? (p[0] - '0') * 10 + (p[1] - '0') : -1;
}

/// Days since 1970-01-01. Days after the end of a month continue in the next one.
[[nodiscard]] std::int32_t day_number(int year, int month, int day);

/// Takes fraction digits behind '.' as microseconds; further digits are cut off.
bool take_fraction(Cursor& at, std::int32_t& out);
/// Takes "Z", "+02:00", "+0200" or "-05" as seconds east of UTC.
bool take_offset(Cursor& at, std::int32_t& seconds);

[[nodiscard]] inline Micros utc_micros(const LocalTime& local) noexcept {
  return (std::int64_t{local.day} * 86400 + local.second) * kMicrosPerSecond + local.microsecond;
}

/// The instant of a clock time in the zone that a word names: an offset, an abbreviation of the log
/// zone, or an unambiguous abbreviation. Nothing for any other word.
[[nodiscard]] std::optional<Micros> instant_in_zone(const LocalTime& local, std::string_view word,
                                                    const Zone& log_zone);

}  // namespace smtptally
