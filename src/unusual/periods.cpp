#include "unusual/periods.hpp"

#include <algorithm>

namespace smtptally {
namespace {

Micros hour_start(Micros time, const Zone& zone) {
  const LocalTime local = zone.to_local(time);
  return time - (Micros{local.second % 3600} * kMicrosPerSecond + local.microsecond);
}

}  // namespace

Periods periods_of(const TimeRange& asked, const TimeRange& covered, unsigned baseline_days,
                   const Zone& zone) {
  const Micros until = asked.until == kEndOfTime ? covered.until + 1 : asked.until;
  const Micros since = asked.since == kBeginningOfTime ? until - kLookedAt : asked.since;
  const Micros base = std::max(covered.since, since - Micros{baseline_days} * kMicrosPerDay);
  Periods periods;
  periods.look_since = seconds_of(hour_start(since, zone));
  periods.look_until = seconds_of(until - 1) + 1;
  periods.look = hour_of(zone.to_local(since));
  periods.end = std::max(hour_of(zone.to_local(until - 1)) + 1, periods.look);
  periods.base = std::min(hour_of(zone.to_local(base)), periods.look);
  return periods;
}

}  // namespace smtptally
