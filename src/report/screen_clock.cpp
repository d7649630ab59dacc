#include "report/screen_clock.hpp"

#include <array>

#include <date/date.h>
#include <fmt/compile.h>
#include <fmt/format.h>

namespace smtptally {

std::optional<TimeRange> shown_range(const Report& report) {
  TimeRange shown = report.range;
  if (report.covered) {
    // The end of a range is not in it, the last line of a log is.
    if (shown.since == kBeginningOfTime) shown.since = report.covered->since;
    if (shown.until == kEndOfTime) shown.until = report.covered->until;
  }
  if (shown.since == kBeginningOfTime || shown.until == kEndOfTime) return std::nullopt;
  return shown;
}

std::string minute_text(Micros time, const Zone& zone) {
  std::string text = format_rfc3339(time, zone).substr(0, 16);
  text[10] = ' ';
  return text;
}

bool is_midnight(Micros time, const Zone& zone) {
  const LocalTime local = zone.to_local(time);
  return local.second == 0 && local.microsecond == 0;
}

ScreenClock::ScreenClock(const Report& report) : zone_(report.zone), whole_(false) {
  const auto range = shown_range(report);
  years_ = !range || zone_.year_of(range->since) != zone_.year_of(range->until);
}

std::string_view ScreenClock::date_of(std::int32_t day) const {
  if (date_.empty() || day != day_) {
    day_ = day;
    const date::year_month_day ymd{date::sys_days{date::days{day}}};
    date_ = fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), static_cast<int>(ymd.year()),
                        static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  }
  return date_;
}

std::string ScreenClock::text(Micros time, bool seconds) const {
  if (whole_) return format_rfc3339(time, zone_);
  const LocalTime local = zone_.to_local(time);
  std::string text(short_date(date_of(local.day)));
  const auto append_two = [&text](char before, std::int32_t number) {
    text.push_back(before);
    text.push_back(static_cast<char>('0' + number / 10));
    text.push_back(static_cast<char>('0' + number % 10));
  };
  append_two(' ', local.second / 3600);
  append_two(':', local.second / 60 % 60);
  if (seconds) append_two(':', local.second % 60);
  return text;
}

std::string_view ScreenClock::short_date(std::string_view date) const {
  return whole_ || years_ || date.size() != 10 ? date : date.substr(5);
}

std::string ScreenClock::day(std::string_view date) const {
  if (whole_ || date.size() != 10) return std::string(date);
  constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto digits = [&](std::size_t at, std::size_t size) {
    int number = 0;
    for (const char c : date.substr(at, size)) number = number * 10 + (c - '0');
    return number;
  };
  const date::year_month_day ymd{date::year{digits(0, 4)},
                                 date::month{static_cast<unsigned>(digits(5, 2))},
                                 date::day{static_cast<unsigned>(digits(8, 2))}};
  const date::weekday weekday{date::sys_days{ymd}};
  return fmt::format("{} {}", short_date(date), kDays[weekday.iso_encoding() - 1]);
}

}  // namespace smtptally
