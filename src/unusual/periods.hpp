#pragma once

#include <cstdint>

#include "pivot/habit_cells.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// The looked-at part and the baseline before it, in whole hours of a zone.
struct Periods {
  std::int32_t base = 0;  ///< First hour of the baseline.
  std::int32_t look = 0;  ///< First hour that is looked at.
  std::int32_t end = 0;   ///< Behind the last one.
  Seconds look_since = 0;
  Seconds look_until = 0;

  [[nodiscard]] std::int32_t first_day() const noexcept { return SentCell::day_of(base); }
  /// Calendar days that the baseline touches.
  [[nodiscard]] std::int32_t base_days() const noexcept {
    return base < look ? SentCell::day_of(look - 1) - first_day() + 1 : 0;
  }
  [[nodiscard]] std::int32_t look_days() const noexcept {
    return look < end ? SentCell::day_of(end - 1) - SentCell::day_of(look) + 1 : 0;
  }
  bool operator==(const Periods&) const = default;
};

/// Active days, and days that the log must have before the looked-at part, for a baseline.
inline constexpr std::int32_t kBaselineDays = 7;
/// Messages of a baseline.
inline constexpr std::uint64_t kBaselineMessages = 10;

/// What is looked at where nothing is said: the last seven days of the input.
inline constexpr Micros kLookedAt = 7 * kMicrosPerDay;

/// `asked` may be open on either side. The baseline begins `baseline_days` before the looked-at
/// part, or where the log does.
[[nodiscard]] Periods periods_of(const TimeRange& asked, const TimeRange& covered,
                                 unsigned baseline_days, const Zone& zone);

}  // namespace smtptally
