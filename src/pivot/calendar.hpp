#pragma once

#include <cstdint>
#include <string>

#include "smtptally/dimension.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// The number of the calendar period that contains `t`, for day, hour, week, month and weekday.
/// Numbers of one dimension have no gaps and sort by time; weekday is 0 (Monday) … 6.
[[nodiscard]] std::uint32_t period_of(Dimension dimension, Micros t, const Zone& zone);

/// From the first moment of a period to the first of the next. Not for weekday.
[[nodiscard]] TimeRange period_range(Dimension dimension, std::uint32_t period, const Zone& zone);

/// The name of a period: "2026-11-01", "2026-11-01 14:00", "2026-W45", "2026-11", "Sun".
[[nodiscard]] std::string period_text(Dimension dimension, std::uint32_t period);

}  // namespace smtptally
