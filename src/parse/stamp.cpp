// StampReader: stamps without a year.

#include "parse/stamp.hpp"

#include <algorithm>
#include <cstring>

#include <date/date.h>

#include "parse/stamp_parts.hpp"

namespace smtptally {

bool StampReader::take_clock(Cursor& at, LocalTime& local) const {
  const std::string_view text = at.rest();
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
  const int hour = two_digits(text.data());
  const int minute = two_digits(text.data() + 3);
  const int second = two_digits(text.data() + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  local.second = hour * 3600 + minute * 60 + second;
  if (local.second == 86400) {  // Leap second at midnight: the next day begins.
    local.second = 0;
    ++local.day;
  }
  at = Cursor(text.substr(8));
  local.microsecond = 0;
  if (!at.rest().empty() && (at.rest().front() == '.' || at.rest().front() == ',')) {
    Cursor fraction(at.rest().substr(1));
    if (take_fraction(fraction, local.microsecond)) at = fraction;
  }
  return true;
}

void StampReader::enter_month(int month) {
  year_ = year();
  dated_at_.reset();
  saw_yearless_ = saw_yearless_ || !year_.known;
  if (year_.month != 0 && year_.month - month >= 6) ++year_.year;
  if (year_.month != 0 && month - year_.month >= 6) --year_.year;
  year_.month = month;
}

/// Reads "Nov  1" or "Nov 21", or "May 4" with collapsed blanks: `size` bytes at the front.
bool StampReader::read_bsd_date(std::string_view text, std::size_t size, std::int32_t& day) {
  if (size == 6 && std::memcmp(text.data(), bsd_text_.data(), 6) == 0) {
    day = bsd_day_;
    return true;
  }
  const int month = month_number(text.substr(0, 3));
  const char tens = size == 5 || text[4] == ' ' ? '0' : text[4];
  const std::array<char, 2> digits{tens, text[size - 1]};
  const int day_of_month = two_digits(digits.data());
  if (month == 0 || day_of_month < 1 || day_of_month > 31) return false;
  enter_month(month);
  const bool leap_day = month == 2 && day_of_month == 29;
  leap_conflict_ =
      leap_conflict_ || (leap_day && !year_.known && !date::year(year_.year).is_leap());
  // A February 29 in a year without one is March 1.
  day = day_number(year_.year, month, 1) + day_of_month - 1;
  if (size == 6) {
    std::memcpy(bsd_text_.data(), text.data(), 6);
    bsd_day_ = day;
  } else {  // The cached date may be of another month and year.
    bsd_text_ = {};
    line_text_ = {};
  }
  return true;
}

bool StampReader::take_other_bsd(Cursor& at, Micros& out) {
  const std::string_view text = at.rest();
  if (text.size() < line_text_.size() || text[3] != ' ') return false;
  const std::size_t date_size = text[5] == ' ' && text[4] != ' ' ? 5 : 6;
  LocalTime local;
  if (text[date_size] != ' ' || !read_bsd_date(text, date_size, local.day)) return false;
  Cursor clock(text.substr(date_size + 1));
  if (!take_clock(clock, local)) return false;
  out = zone_.to_utc(local);
  at = clock;
  latest_clock_ = local;
  line_text_ = {};
  if (date_size == 6 && text[line_text_.size() - 1] == ' ') {
    std::memcpy(line_text_.data(), text.data(), line_text_.size());
    line_time_ = out;
  }
  return true;
}

bool StampReader::take_date(Cursor& at, std::int32_t& day) {
  const std::string_view text = at.rest();
  if (text.size() < 11 || text[4] != '-' || text[7] != '-') return false;
  if (std::memcmp(text.data(), iso_text_.data(), 10) != 0) {
    const int century = two_digits(text.data());
    const int year = two_digits(text.data() + 2);
    const int month = two_digits(text.data() + 5);
    const int day_of_month = two_digits(text.data() + 8);
    if (century < 0 || year < 0 || month < 1 || month > 12 || day_of_month < 1) return false;
    const auto ymd = date::year(century * 100 + year) / month / day_of_month;
    if (!ymd.ok()) return false;
    iso_day_ = date::sys_days(ymd).time_since_epoch().count();
    std::memcpy(iso_text_.data(), text.data(), 10);
  }
  day = iso_day_;
  at = Cursor(text.substr(10));
  return true;
}

bool StampReader::take_rfc3339(Cursor& at, Micros& out, bool utc_without_zone) {
  Cursor reading = at;
  LocalTime local;
  if (!take_date(reading, local.day)) return false;
  if (!reading.take('T') && !reading.take(' ')) return false;
  if (!take_clock(reading, local)) return false;
  std::int32_t offset = 0;
  if (take_offset(reading, offset)) {
    out = utc_micros(local) - std::int64_t{offset} * kMicrosPerSecond;
  } else if (utc_without_zone) {
    out = utc_micros(local);
  } else {
    out = zone_.to_utc(local);
    take_zone_word(reading, local, out);
  }
  at = reading;
  return true;
}

bool StampReader::take_short_full(Cursor& at, Micros& out) {
  Cursor reading = at;
  std::string_view weekday;
  std::string_view zone;
  LocalTime local;
  if (!reading.take_until(' ', weekday) || weekday.size() < 2 || weekday.size() > 12) return false;
  if (!take_date(reading, local.day) || !reading.take(' ') || !take_clock(reading, local) ||
      !reading.take(' ') || !reading.take_until(' ', zone)) {
    return false;
  }
  at = reading;
  out = instant_in_zone(local, zone, zone_).value_or(zone_.to_utc(local));
  return true;
}

bool StampReader::take_unix(Cursor& at, Micros& out) {
  Cursor reading = at;
  std::uint64_t seconds = 0;
  std::int32_t fraction = 0;
  if (!reading.take_number(seconds) || seconds < 100'000'000 || seconds > 99'999'999'999) {
    return false;
  }
  if (!reading.take('.') || !take_fraction(reading, fraction)) return false;
  out = static_cast<Micros>(seconds) * kMicrosPerSecond + fraction;
  at = reading;
  return true;
}

int latest_year_not_after(const LocalTime& in_2000, Micros limit, const Zone& zone) {
  const date::year_month_day stamp(date::sys_days(date::days(in_2000.day)));
  const date::year_month_day last(date::sys_days(date::days(zone.to_local(limit).day)));
  for (date::year year = last.year(); year > last.year() - date::years(12); --year) {
    const date::year_month_day candidate = year / stamp.month() / stamp.day();
    if (!candidate.ok()) continue;
    LocalTime local = in_2000;
    local.day = date::sys_days(candidate).time_since_epoch().count();
    if (zone.to_utc(local) <= limit) return static_cast<int>(year);
  }
  return static_cast<int>(last.year());
}

}  // namespace smtptally
