// Parses the stamps that Windows cultures print.

#include "parse/locale_stamp.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <date/date.h>

#include "parse/locale_words.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

constexpr int kFirstYear = 1996;  // Exchange 4.0
constexpr int kBuddhistEra = 543;

void skip_blanks(Cursor& at) {
  while (at.take(' ')) {
  }
}

/// Takes what stands in front of a part, of which only the last has to be the same as the one
/// before. A month's name needs none.
void take_separator(Cursor& at, std::size_t part, char& separator) {
  skip_blanks(at);
  const char next = at.at_end() ? '\0' : at.rest().front();
  const bool known = next == '/' || next == '.' || next == '-';
  if (known && (part == 1 || next == separator)) {
    separator = next;
    (void)at.take(next);
  }
  skip_blanks(at);
}

/// Takes a number of at most four digits, or the name of a month as the second part.
bool take_part(Cursor& at, std::size_t part, LocaleStamp& out) {
  const std::size_t before = at.rest().size();
  std::uint64_t number = 0;
  if (at.take_number(number) && number <= 9999) {
    out.parts[part] = static_cast<std::uint32_t>(number);
    out.digits[part] = static_cast<std::uint8_t>(before - at.rest().size());
    return true;
  }
  out.digits[part] = 0;
  return part == 1 && take_month_name(at, out.parts[1]);
}

/// Takes the date at the front. Blanks may follow its separators, and a separator may follow the
/// date.
bool take_date(Cursor& at, LocaleStamp& out) {
  char separator = ' ';
  for (std::size_t i = 0; i < out.parts.size(); ++i) {
    if (i > 0) take_separator(at, i, separator);
    if (!take_part(at, i, out)) return false;
    // Numbers need a separator: "12 11 2026" is not a date.
    if (i > 0 && out.digits[i] != 0 && out.digits[i - 1] != 0 && separator == ' ') return false;
  }
  if (separator == '.') (void)at.take('.');
  const bool named = out.digits[1] == 0;
  const bool long_first = out.digits[0] > 2 || out.parts[0] > 31;
  const bool long_last = out.digits[2] > 2 || out.parts[2] > 31;
  if (out.digits[1] > 2 || (long_first && long_last)) return false;
  out.possible = {!long_first, !long_first && !named && separator != '.',
                  !long_last && (long_first || (separator != '.' && !named))};
  out.american = separator == '/';
  return true;
}

/// Takes ".1230000" or ",5" if it is there.
void take_fraction(Cursor& at, LocalTime& clock) {
  const bool is_there = at.rest().size() > 1 && is_digit(at.rest()[1]) &&
                        (at.rest().front() == '.' || at.rest().front() == ',');
  if (!is_there) return;
  std::string_view digits = at.rest().substr(1);
  digits = digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size()));
  std::int32_t scale = 100'000;
  for (const char digit : digits) {
    clock.microsecond += (digit - '0') * scale;
    scale /= 10;
  }
  at = Cursor(at.rest().substr(digits.size() + 1));
}

/// Takes "11:32:37", "9.05", "23:05:59.1230000".
bool take_clock(Cursor& at, LocalTime& clock) {
  std::array<std::uint64_t, 3> parts{};
  char separator = '\0';
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      const char next = at.at_end() ? '\0' : at.rest().front();
      const bool goes_on = i == 1 ? next == ':' || next == '.' : next == separator;
      if (!goes_on || at.rest().size() < 2 || !is_digit(at.rest()[1])) {
        if (i == 1) return false;
        break;
      }
      separator = next;
      (void)at.take(next);
    }
    const std::size_t before = at.rest().size();
    if (!at.take_number(parts[i]) || before - at.rest().size() > 2) return false;
  }
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return false;
  clock.second = static_cast<std::int32_t>(parts[0] * 3600 + parts[1] * 60 + parts[2]);
  take_fraction(at, clock);
  return true;
}

/// Applies AM or PM to the clock. False for an impossible hour.
bool apply(HalfDay half, LocalTime& clock) {
  const std::int32_t hour = clock.second / 3600;
  if (half == HalfDay::none) return true;
  if (half == HalfDay::unknown || hour > 12) return false;
  clock.second += (hour % 12 + (half == HalfDay::after_noon ? 12 : 0) - hour) * 3600;
  return true;
}

}  // namespace

std::optional<LocaleStamp> parse_locale_stamp(std::string_view text) {
  if (text.size() < 6 || text.size() > 80) return std::nullopt;
  const std::string plain = plain_stamp(text);
  LocaleStamp stamp;
  Cursor at(plain);
  if (!take_date(at, stamp)) return std::nullopt;
  const std::size_t clock = std::min(at.rest().find_first_of("0123456789"), at.rest().size());
  std::string_view between = trimmed(at.rest().substr(0, clock));
  at = Cursor(at.rest().substr(clock));
  between = without_year_word(between == "T" ? std::string_view() : between);
  stamp.has_clock = !at.at_end();
  if (!stamp.has_clock) {
    stamp.american = false;
    return between.empty() ? std::optional(stamp) : std::nullopt;
  }
  if (!take_clock(at, stamp.clock)) return std::nullopt;
  const std::string_view behind = trimmed(at.rest());
  if (!between.empty() && !behind.empty()) return std::nullopt;
  const std::string_view word = between.empty() ? behind : between;
  stamp.american = stamp.american && is_latin_half_day(word);
  return apply(half_day_of(word), stamp.clock) ? std::optional(stamp) : std::nullopt;
}

std::optional<LocalTime> LocaleStamp::in(DateOrder order, int latest_year, bool buddhist) const {
  if (order == DateOrder::unknown || !possible[static_cast<std::size_t>(order) - 1]) {
    return std::nullopt;
  }
  const std::size_t year_at = order == DateOrder::year_first ? 0 : 2;
  const std::size_t month_at = order == DateOrder::month_first ? 0 : 1;
  const std::size_t day_at = 3 - year_at - month_at;
  int year = static_cast<int>(parts[year_at]);
  if (digits[year_at] <= 2) {
    year += buddhist ? 2500 - kBuddhistEra : 2000;
  } else if (year >= 2400) {
    year -= kBuddhistEra;
  }
  const auto ymd =
      date::year(year) / static_cast<int>(parts[month_at]) / static_cast<int>(parts[day_at]);
  if (year < kFirstYear || year > latest_year || !ymd.ok()) return std::nullopt;
  LocalTime local = clock;
  local.day = date::sys_days(ymd).time_since_epoch().count();
  return local;
}

}  // namespace smtptally
