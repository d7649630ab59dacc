#include "report/screen_clock.hpp"

#include <array>

#include <date/date.h>
#include <fmt/compile.h>
#include <fmt/format.h>

#include "text/translate.hpp"

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

namespace {

/// "2026-11-26 01:42" as "11-26 01:42".
std::string without_year(std::string_view text) {
  if (!is_translating()) return std::string(text.substr(5));
  // TRANSLATORS: a date without its year, as your language writes it: {0} is the month and {1} the
  // day, with two digits each.
  std::string date = tr_format("{0}-{1}", text.substr(5, 2), text.substr(8, 2));
  return date.append(text.substr(10));
}

}  // namespace

ScreenClock::ScreenClock(const Report& report) : zone_(report.zone), whole_(false) {
  const auto range = shown_range(report);
  years_ = !range || zone_.year_of(range->since) != zone_.year_of(range->until);
}

const std::string& ScreenClock::date_of(std::int32_t day) const {
  if (date_.empty() || day != day_) {
    day_ = day;
    const date::year_month_day ymd{date::sys_days{date::days{day}}};
    date_ = short_date(fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), static_cast<int>(ymd.year()),
                                   static_cast<unsigned>(ymd.month()),
                                   static_cast<unsigned>(ymd.day())));
  }
  return date_;
}

std::string ScreenClock::text(Micros time, bool seconds) const {
  if (whole_) return format_rfc3339(time, zone_);
  const LocalTime local = zone_.to_local(time);
  std::string text = date_of(local.day);
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

std::string ScreenClock::short_date(std::string_view date) const {
  return whole_ || years_ || date.size() != 10 ? std::string(date) : without_year(date);
}

std::string ScreenClock::day(std::string_view date) const {
  if (whole_ || date.size() != 10) return std::string(date);
  // TRANSLATORS: the days of the week, short, behind a date.
  constexpr std::array<const char*, 7> kDays{to_tr("Mon"), to_tr("Tue"), to_tr("Wed"), to_tr("Thu"),
                                             to_tr("Fri"), to_tr("Sat"), to_tr("Sun")};
  const auto digits = [&](std::size_t at, std::size_t size) {
    int number = 0;
    for (const char c : date.substr(at, size)) number = number * 10 + (c - '0');
    return number;
  };
  const date::year_month_day ymd{date::year{digits(0, 4)},
                                 date::month{static_cast<unsigned>(digits(5, 2))},
                                 date::day{static_cast<unsigned>(digits(8, 2))}};
  const date::weekday weekday{date::sys_days{ymd}};
  return fmt::format("{} {}", short_date(date), tr(kDays[weekday.iso_encoding() - 1]));
}

}  // namespace smtptally
