#include "unusual/periods.hpp"

#include <algorithm>
#include <limits>

namespace smtptally {
namespace {

std::int32_t hour_of(Micros time, const Zone& zone) {
  const LocalTime local = zone.to_local(time);
  return local.day * 24 + local.second / 3600;
}

Seconds seconds_of(Micros time) {
  return static_cast<Seconds>(
      std::clamp<std::int64_t>(whole_seconds(time), 0, std::numeric_limits<Seconds>::max()));
}

Micros hour_start(Micros time, const Zone& zone) {
  const LocalTime local = zone.to_local(time);
  return time - (Micros{local.second % 3600} * kMicrosPerSecond + local.microsecond);
}

}  // namespace

Periods periods_of(const TimeRange& asked, const TimeRange& covered, unsigned baseline_days,
                   const Zone& zone) {
  constexpr Micros kDay = Micros{24} * 3600 * kMicrosPerSecond;
  const Micros until = asked.until == kEndOfTime ? covered.until + 1 : asked.until;
  const Micros since = asked.since == kBeginningOfTime ? until - kLookedAt : asked.since;
  const Micros base = std::max(covered.since, since - Micros{baseline_days} * kDay);
  Periods periods;
  periods.look_since = seconds_of(hour_start(since, zone));
  periods.look_until = seconds_of(until - 1) + 1;
  periods.look = hour_of(since, zone);
  periods.end = std::max(hour_of(until - 1, zone) + 1, periods.look);
  periods.base = std::min(hour_of(base, zone), periods.look);
  return periods;
}

}  // namespace smtptally
