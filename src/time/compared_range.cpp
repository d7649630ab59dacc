// The period that a range is compared with.

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "smtptally/time_spec.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// The day of a local midnight.
std::optional<std::int32_t> whole_day(Micros time, const Zone& zone) {
  const LocalTime local = zone.to_local(time);
  if (local.second != 0 || local.microsecond != 0) return std::nullopt;
  return local.day;
}

Micros back_by(Micros time, Micros span) {
  return time < kBeginningOfTime + span ? kBeginningOfTime : time - span;
}

}  // namespace

TimeRange previous_range(const TimeRange& range, const Zone& zone) {
  const auto first = whole_day(range.since, zone);
  const auto end = whole_day(range.until, zone);
  // Where the clock is changed, days are not of equal length.
  if (first && end) return {zone.to_utc({*first - (*end - *first), 0, 0}), range.since};
  return {back_by(range.since, range.until - range.since), range.since};
}

bool covers_whole(const TimeRange& covered, const TimeRange& period) {
  constexpr Micros kHour = Micros{3600} * kMicrosPerSecond;
  if (period.since == kBeginningOfTime) return false;
  const Micros slack = std::min(kHour, (period.until - period.since) / 24);
  return covered.since <= period.since + slack && covered.until >= period.until - slack;
}

Result<TimeRange> resolve_compared(std::string_view text, const TimeRange& range, Micros now,
                                   const Zone& zone) {
  const std::string_view wanted = trimmed(text);
  if (wanted == "previous") return previous_range(range, zone);
  if (const std::size_t dots = wanted.find(".."); dots != std::string_view::npos) {
    const std::string since(trimmed(wanted.substr(0, dots)));
    const std::string until(trimmed(wanted.substr(dots + 2)));
    if (since.empty() || until.empty()) {
      return Error{
          tr_format("--with: '{}' lacks one of its ends; write for example "
                    "2026-11-01..2026-11-07",
                    visible(text))};
    }
    Result<TimeRange> both =
        resolve_range({.since = since, .until = until, .last = {}, .on = {}}, now, zone);
    if (!both) return Error{"--with: " + both.error().message};
    return both;
  }
  if (const Result<Micros> span = parse_time_span(wanted)) {
    return TimeRange{back_by(range.since, span.value()), range.since};
  }
  const Result<TimeSpec> day = parse_time_spec(wanted, now, zone);
  if (day && day.value().at < day.value().day_end) {
    return TimeRange{day.value().at, day.value().day_end};
  }
  return Error{
      tr_format("--with: '{}' is no period; use previous, a span as 7d, a day as "
                "2026-11-01, or 2026-11-01..2026-11-07",
                visible(text))};
}

}  // namespace smtptally
