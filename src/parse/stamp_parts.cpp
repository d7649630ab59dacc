// The parts of stamps: month names, weekdays, fractions, zones.

#include "parse/stamp_parts.hpp"

#include <array>

#include <date/date.h>

#include "time/fixed_offset.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::string_view kWeekdays = "MonTueWedThuFriSatSun";

/// The position, from 1, of a name of three letters in a list of such names; 0 if it is missing.
int place_in(std::string_view names, std::string_view name) noexcept {
  if (name.size() != 3) return 0;
  for (std::size_t at = 0; at < names.size(); at += 3) {
    if (names.substr(at, 3) == name) return static_cast<int>(at / 3) + 1;
  }
  return 0;
}

/// Offsets of unambiguous zone abbreviations that journalctl prints. They serve files from other
/// machines; an abbreviation of the log zone takes precedence.
struct Abbreviation {
  std::string_view name;
  int minutes;
};
constexpr std::array<Abbreviation, 18> kAbbreviations{{
    {"UTC", 0},
    {"GMT", 0},
    {"WET", 0},
    {"WEST", 60},
    {"CET", 60},
    {"CEST", 120},
    {"EET", 120},
    {"EEST", 180},
    {"MSK", 180},
    {"EST", -300},
    {"EDT", -240},
    {"MST", -420},
    {"MDT", -360},
    {"PST", -480},
    {"PDT", -420},
    {"JST", 540},
    {"AEST", 600},
    {"AEDT", 660},
}};

}  // namespace

int month_number(std::string_view name) noexcept { return place_in(kMonths, name); }
bool is_weekday(std::string_view name) noexcept { return place_in(kWeekdays, name) != 0; }

std::int32_t day_number(int year, int month, int day) {
  return date::sys_days(date::year(year) / month / day).time_since_epoch().count();
}

bool take_fraction(Cursor& at, std::int32_t& out) {
  std::string_view rest = at.rest();
  std::size_t digits = 0;
  std::int32_t value = 0;
  while (digits < rest.size() && is_digit(rest[digits])) {
    if (digits < 6) value = value * 10 + (rest[digits] - '0');
    ++digits;
  }
  if (digits == 0) return false;
  for (std::size_t i = digits; i < 6; ++i) value *= 10;
  out = value;
  at = Cursor(rest.substr(digits));
  return true;
}

bool take_offset(Cursor& at, std::int32_t& seconds) {
  if (at.take('Z')) {
    seconds = 0;
    return true;
  }
  std::string_view rest = at.rest();
  std::int32_t offset = 0;
  constexpr std::int32_t kDay = 24 * 3600;
  if (!take_fixed_offset(rest, offset) || offset <= -kDay || offset >= kDay) return false;
  seconds = offset;
  at = Cursor(rest);
  return true;
}

std::optional<Micros> instant_in_zone(const LocalTime& local, std::string_view word,
                                      const Zone& log_zone) {
  Cursor numeric(word);
  std::int32_t offset = 0;
  if (take_offset(numeric, offset) && numeric.at_end()) {
    return utc_micros(local) - std::int64_t{offset} * kMicrosPerSecond;
  }
  const Micros in_log_zone = log_zone.to_utc(local);
  if (log_zone.abbreviation(in_log_zone) == word) return in_log_zone;
  for (const auto& [name, minutes] : kAbbreviations) {
    if (name == word) return utc_micros(local) - std::int64_t{minutes} * 60 * kMicrosPerSecond;
  }
  return std::nullopt;
}

}  // namespace smtptally
