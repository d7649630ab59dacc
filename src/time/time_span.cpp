// Parses time spans such as "2h 30min".

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include "smtptally/time_spec.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

struct Unit {
  std::string_view name;
  double micros;
};
constexpr double kSecond = 1e6;
constexpr double kDay = 86400 * kSecond;
/// The units of systemd.time(7), "PARSING TIME SPANS".
constexpr std::array<Unit, 33> kUnits{{
    {"usec", 1},
    {"us", 1},
    {"\xC2\xB5s", 1},
    {"\xCE\xBCs", 1},
    {"msec", 1e3},
    {"ms", 1e3},
    {"seconds", kSecond},
    {"second", kSecond},
    {"sec", kSecond},
    {"s", kSecond},
    {"minutes", 60 * kSecond},
    {"minute", 60 * kSecond},
    {"min", 60 * kSecond},
    {"m", 60 * kSecond},
    {"hours", 3600 * kSecond},
    {"hour", 3600 * kSecond},
    {"hr", 3600 * kSecond},
    {"h", 3600 * kSecond},
    {"days", kDay},
    {"day", kDay},
    {"d", kDay},
    {"weeks", 7 * kDay},
    {"week", 7 * kDay},
    {"w", 7 * kDay},
    {"months", 30.44 * kDay},
    {"month", 30.44 * kDay},
    {"M", 30.44 * kDay},
    {"years", 365.25 * kDay},
    {"year", 365.25 * kDay},
    {"y", 365.25 * kDay},
    {"mins", 60 * kSecond},
    {"secs", kSecond},
    {"hrs", 3600 * kSecond},
}};

/// Takes digits with an optional fraction.
bool take_decimal(std::string_view& text, double& out) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  if (n == 0 || n > 18) return false;
  if (n < text.size() && text[n] == '.') {
    std::size_t end = n + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == n + 1 || end > 30) return false;
    n = end;
  }
  // The text is digits and one point, so errors cannot occur, and the locale is always "C".
  out = std::strtod(std::string(text.substr(0, n)).c_str(), nullptr);
  text.remove_prefix(n);
  return true;
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

bool take_unit(std::string_view& text, double& micros) {
  std::size_t n = 0;
  while (n < text.size() && !is_digit(text[n]) && text[n] != ' ' && text[n] != '.') ++n;
  if (n == 0) {  // A bare number is in seconds, as in systemd.
    micros = kSecond;
    return true;
  }
  for (const Unit& unit : kUnits) {
    if (unit.name != text.substr(0, n)) continue;
    micros = unit.micros;
    text.remove_prefix(n);
    return true;
  }
  return false;
}

}  // namespace

Result<Micros> parse_time_span(std::string_view text) {
  const Error wrong{tr_format("'{}' is not a span of time; use for example 7d, 24h or '2h 30min'",
                              visible(text))};
  std::string_view rest = text;
  double sum = 0;
  skip_blanks(rest);
  if (rest.empty()) return wrong;
  while (!rest.empty()) {
    double number = 0;
    double unit = 0;
    if (!take_decimal(rest, number)) return wrong;
    skip_blanks(rest);
    if (!take_unit(rest, unit)) return wrong;
    skip_blanks(rest);
    sum += number * unit;
  }
  constexpr double kMost = 9e17;  // 28 000 years; sums with a date stay within 64 bits.
  if (!(sum >= 1) || sum > kMost) return wrong;
  return static_cast<Micros>(std::llround(sum));
}

}  // namespace smtptally
