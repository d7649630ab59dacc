// StampReader: stamps with a year, and the year of stamps without one.

#include <algorithm>

#include <date/date.h>

#include "parse/stamp.hpp"
#include "parse/stamp_parts.hpp"

namespace smtptally {
namespace {

bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// Whether a word may name a zone: "CEST", "+0100". A host may have such a name; then the line
/// lacks its host, which is better than a time that is wrong by hours.
bool may_be_zone(std::string_view word) noexcept {
  if (word.size() < 3 || word.size() > 6) return false;
  if (word[0] == '+' || word[0] == '-') return true;
  return word.size() <= 5 && std::all_of(word.begin(), word.end(), is_capital);
}

std::optional<std::int32_t> day_of(int year, int month, int day) {
  const auto ymd = date::year(year) / month / day;
  if (!ymd.ok()) return std::nullopt;
  return date::sys_days(ymd).time_since_epoch().count();
}

bool take_year(Cursor& at, int& year) {
  const std::string_view text = at.rest();
  if (text.size() < 5) return false;
  const int century = two_digits(text.data());
  const int rest = two_digits(text.data() + 2);
  if (century < 19 || rest < 0 || text[4] != ' ') return false;
  year = century * 100 + rest;
  return at.take_front(4);
}

}  // namespace

StampReader::Year StampReader::year_at(Micros time) const {
  const date::year_month_day day{date::sys_days(date::days(zone_.to_local(time).day))};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())), true};
}

void StampReader::stand_beside(Micros time) {
  const Year beside = year_at(time);
  if (beside == year_) return;
  year_ = beside;
  bsd_text_ = {};
  line_text_ = {};
}

/// Takes "Nov 21 03:32:17.5", with one blank or two in front of a day of one digit.
bool StampReader::take_month_and_clock(Cursor& at, int& month, int& day, LocalTime& clock) const {
  Cursor reading = at;
  month = month_number(reading.rest().substr(0, 3));
  std::uint64_t number = 0;
  if (month == 0 || !reading.take_front(3) || !reading.take(' ')) return false;
  (void)reading.take(' ');
  if (!reading.take_number(number) || number > 31 || !reading.take(' ')) return false;
  day = static_cast<int>(number);
  if (!take_clock(reading, clock)) return false;
  at = reading;
  return true;
}

void StampReader::take_zone_word(Cursor& at, const LocalTime& local, Micros& out) const {
  const std::string_view text = at.rest();
  if (text.size() < 5 || text[0] != ' ' ||
      !(is_capital(text[1]) || text[1] == '+' || text[1] == '-')) {
    return;
  }
  const std::string_view word = text.substr(1, std::min<std::size_t>(text.find(' ', 1), 8) - 1);
  if (!may_be_zone(word)) return;
  if (const auto time = instant_in_zone(local, word, zone_)) {
    out = *time;
    at = Cursor(text.substr(1 + word.size()));
  }
}

bool StampReader::take_year_first(Cursor& at, Micros& out) const {
  Cursor reading = at;
  int year = 0;
  int month = 0;
  int day = 0;
  LocalTime local;
  if (!take_year(reading, year) || !reading.take(' ') ||
      !take_month_and_clock(reading, month, day, local)) {
    return false;
  }
  const auto date = day_of(year, month, day);
  if (!date) return false;
  local.day += *date;
  out = zone_.to_utc(local);
  take_zone_word(reading, local, out);
  at = reading;
  return true;
}

bool StampReader::take_ctime(Cursor& at, Micros& out) const {
  Cursor reading = at;
  int year = 0;
  int month = 0;
  int day = 0;
  LocalTime local;
  if (!is_weekday(reading.rest().substr(0, 3)) || !reading.take_front(3) || !reading.take(' ') ||
      !take_month_and_clock(reading, month, day, local)) {
    return false;
  }
  // The zone precedes the year, but needs it.
  const std::size_t clock_end = at.rest().size() - reading.rest().size();
  Micros time = 0;
  take_zone_word(reading, local, time);
  if (!reading.take(' ') || !take_year(reading, year)) return false;
  const auto date = day_of(year, month, day);
  if (!date) return false;
  local.day += *date;
  Cursor zone(at.rest().substr(clock_end));
  out = zone_.to_utc(local);
  take_zone_word(zone, local, out);
  at = reading;
  return true;
}

}  // namespace smtptally
