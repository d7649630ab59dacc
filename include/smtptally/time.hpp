#pragma once

#include <cstdint>
#include <limits>

namespace smtptally {

/// Microseconds since 1970-01-01 00:00:00 UTC without leap seconds (POSIX time). The only unit of
/// time between the parsers and the formatters.
using Micros = std::int64_t;

inline constexpr Micros kMicrosPerSecond = 1'000'000;
inline constexpr Micros kMicrosPerDay = 86'400 * kMicrosPerSecond;
inline constexpr Micros kBeginningOfTime = std::numeric_limits<Micros>::min();
inline constexpr Micros kEndOfTime = std::numeric_limits<Micros>::max();

/// The half-open range [since, until). The default holds every time.
struct TimeRange {
  Micros since = kBeginningOfTime;
  Micros until = kEndOfTime;

  [[nodiscard]] constexpr bool contains(Micros t) const noexcept { return since <= t && t < until; }
  bool operator==(const TimeRange&) const = default;
};

/// Whole seconds of `t`, rounded towards the past, so that times before 1970 stay ordered.
[[nodiscard]] constexpr std::int64_t whole_seconds(Micros t) noexcept {
  return t >= 0 ? t / kMicrosPerSecond : -((-t + kMicrosPerSecond - 1) / kMicrosPerSecond);
}

}  // namespace smtptally
