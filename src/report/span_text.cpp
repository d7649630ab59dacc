#include "report/span_text.hpp"

#include <fmt/format.h>

#include "report/screen_clock.hpp"

namespace smtptally {

std::string span_text(TimeRange range, bool days, const Zone& zone) {
  std::string first = minute_text(range.since, zone);
  std::string last = minute_text(days ? range.until - 1 : range.until, zone);
  if (days) {
    first.resize(10);
    last.resize(10);
    if (first == last) return first;
  }
  if (!days && first.substr(0, 10) == last.substr(0, 10)) {
    last.erase(0, 11);
  } else if (first.substr(0, 4) == last.substr(0, 4)) {
    last.erase(0, 5);
  }
  return fmt::format("{} – {}", first, last);
}

std::string span_text(const TimeRange& range, const Zone& zone) {
  return span_text(range, is_midnight(range.since, zone) && is_midnight(range.until, zone), zone);
}

}  // namespace smtptally
