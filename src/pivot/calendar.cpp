// Numbers and names calendar periods.

#include "pivot/calendar.hpp"

#include <array>

#include <date/date.h>
#include <fmt/format.h>

namespace smtptally {
namespace {

// Period numbers are unsigned and start at 1970; earlier periods lie below the bias, in order.
constexpr std::int64_t kBias = std::int64_t{1} << 31;

std::uint32_t biased(std::int64_t value) { return static_cast<std::uint32_t>(value + kBias); }
std::int64_t unbiased(std::uint32_t value) { return static_cast<std::int64_t>(value) - kBias; }

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

date::year_month_day ymd_of(std::int64_t day) {
  return date::year_month_day(date::sys_days(date::days(static_cast<int>(day))));
}

/// Days since Monday; 1970-01-01 was a Thursday.
std::int64_t weekday_of(std::int64_t day) { return day + 3 - floor_div(day + 3, 7) * 7; }

std::string day_text(std::int64_t day) {
  const date::year_month_day ymd = ymd_of(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

/// ISO 8601: a week belongs to the year of its Thursday.
std::string week_text(std::int64_t monday) {
  const std::int64_t thursday = monday + 3;
  const date::year year = ymd_of(thursday).year();
  const auto new_year = date::sys_days(year / 1 / 1).time_since_epoch().count();
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), (thursday - new_year) / 7 + 1);
}

}  // namespace

std::uint32_t period_of(Dimension dimension, Micros t, const Zone& zone) {
  const LocalTime local = zone.to_local(t);
  const std::int64_t day = local.day;
  if (dimension == Dimension::hour) return biased(day * 24 + local.second / 3600);
  if (dimension == Dimension::week) return biased(floor_div(day + 3, 7));
  if (dimension == Dimension::weekday) return static_cast<std::uint32_t>(weekday_of(day));
  if (dimension == Dimension::month) {
    const date::year_month_day ymd = ymd_of(day);
    return biased((static_cast<int>(ymd.year()) - 1970) * std::int64_t{12} +
                  static_cast<unsigned>(ymd.month()) - 1);
  }
  return biased(day);
}

namespace {

/// The local day, and the hour in it, at which a period begins.
LocalTime begin_of(Dimension dimension, std::int64_t value) {
  const auto at = [](std::int64_t day, std::int64_t hour) {
    return LocalTime{static_cast<std::int32_t>(day), static_cast<std::int32_t>(hour * 3600), 0};
  };
  if (dimension == Dimension::week) return at(value * 7 - 3, 0);
  if (dimension == Dimension::month) {
    const std::int64_t year = floor_div(value, 12);
    const date::month month(static_cast<unsigned>(value - year * 12 + 1));
    const date::year_month_day first = date::year(static_cast<int>(year) + 1970) / month / 1;
    return at(date::sys_days(first).time_since_epoch().count(), 0);
  }
  if (dimension != Dimension::hour) return at(value, 0);
  const std::int64_t day = floor_div(value, 24);
  return at(day, value - day * 24);
}

}  // namespace

TimeRange period_range(Dimension dimension, std::uint32_t period, const Zone& zone) {
  const std::int64_t value = unbiased(period);
  return {zone.to_utc(begin_of(dimension, value)), zone.to_utc(begin_of(dimension, value + 1))};
}

std::string period_text(Dimension dimension, std::uint32_t period) {
  static constexpr std::array<const char*, 7> kDays{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
  if (dimension == Dimension::weekday) return kDays[period % 7];
  const std::int64_t value = unbiased(period);
  if (dimension == Dimension::hour) {
    const std::int64_t day = floor_div(value, 24);
    return fmt::format("{} {:02}:00", day_text(day), value - day * 24);
  }
  if (dimension == Dimension::week) return week_text(value * 7 - 3);
  if (dimension == Dimension::month) {
    const std::int64_t year = floor_div(value, 12);
    return fmt::format("{:04}-{:02}", year + 1970, value - year * 12 + 1);
  }
  return day_text(value);
}

}  // namespace smtptally
