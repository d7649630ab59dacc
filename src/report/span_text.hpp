#pragma once

#include <string>

#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// "2026-11-01 00:09 – 11-28 22:19"; with `days`, which both ends must be whole, the days alone.
[[nodiscard]] std::string span_text(TimeRange range, bool days, const Zone& zone);
/// The same, days alone where both ends are whole. Requires both.
[[nodiscard]] std::string span_text(const TimeRange& range, const Zone& zone);

}  // namespace smtptally
