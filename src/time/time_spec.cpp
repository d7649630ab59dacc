// Parses times and ranges as users write them.

#include "smtptally/time_spec.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <date/date.h>
#include <fmt/format.h>

#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"
#include "time/fixed_offset.hpp"

namespace smtptally {
namespace {

constexpr Micros kEarliest = Micros{-62'135'596'800} * kMicrosPerSecond;  // Year 1.
constexpr Micros kLatest = Micros{253'402'300'799} * kMicrosPerSecond;    // Year 9999.

Error wrong_time(std::string_view text) {
  return {
      tr_format("'{}' is not a time; use for example 2026-11-01, '2026-11-01 14:00', "
                "yesterday or -7d",
                visible(text))};
}

/// Takes from `least` to `most` digits.
std::optional<int> take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t n = 0;
  int value = 0;
  while (n < text.size() && n < most && is_digit(text[n])) {
    value = value * 10 + (text[n] - '0');
    ++n;
  }
  if (n < least) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// Takes "2026-11-01", or "26-11-01" with a year of this century.
std::optional<date::year_month_day> take_date(std::string_view& text) {
  std::string_view rest = text;
  const std::size_t before = rest.size();
  const auto year = take_digits(rest, 2, 4);
  const std::size_t digits = before - rest.size();
  if (!year || digits == 3 || !take(rest, '-')) return std::nullopt;
  const auto month = take_digits(rest, 1, 2);
  if (!month || !take(rest, '-')) return std::nullopt;
  const auto day = take_digits(rest, 1, 2);
  if (!day) return std::nullopt;
  const auto ymd = date::year(digits == 2 ? 2000 + *year : *year) / *month / *day;
  if (!ymd.ok() || static_cast<int>(ymd.year()) < 1) return std::nullopt;
  text = rest;
  return ymd;
}

struct Clock {
  std::int32_t second = 0;
  std::int32_t microsecond = 0;
};

/// Takes "14:00", "14:00:05" or "14:00:05.25".
std::optional<Clock> take_clock(std::string_view& text) {
  std::string_view rest = text;
  const auto hour = take_digits(rest, 1, 2);
  if (!hour || *hour > 23 || !take(rest, ':')) return std::nullopt;
  const auto minute = take_digits(rest, 2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  Clock clock{*hour * 3600 + *minute * 60, 0};
  if (take(rest, ':')) {
    const auto second = take_digits(rest, 2, 2);
    if (!second || *second > 59) return std::nullopt;
    clock.second += *second;
    if (take(rest, '.')) {
      const std::size_t before = rest.size();
      const auto fraction = take_digits(rest, 1, 6);
      if (!fraction) return std::nullopt;
      clock.microsecond = *fraction;
      for (std::size_t n = before - rest.size(); n < 6; ++n) clock.microsecond *= 10;
      while (take_digits(rest, 1, 1)) {
      }
    }
  }
  text = rest;
  return clock;
}

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

/// Takes an English weekday at the front, in full or three letters.
std::optional<unsigned> take_weekday(std::string_view& text) {
  const std::size_t end = text.find(' ');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view word = text.substr(0, end);
  for (unsigned i = 0; i < kWeekdays.size(); ++i) {
    if (!same_letters(word, kWeekdays[i]) && !same_letters(word, kWeekdays[i].substr(0, 3))) {
      continue;
    }
    text = trimmed(text.substr(end));
    return i;
  }
  return std::nullopt;
}

std::int32_t day_of(const date::year_month_day& ymd) {
  return date::sys_days(ymd).time_since_epoch().count();
}

TimeSpec whole_day(std::int32_t day, const Zone& zone) {
  return {zone.to_utc({day, 0, 0}), zone.to_utc({day + 1, 0, 0}), true};
}

/// "@1395716396.5".
std::optional<TimeSpec> parse_epoch(std::string_view text) {
  if (!take(text, '@')) return std::nullopt;
  std::int64_t seconds = 0;
  std::size_t digits = 0;
  while (!text.empty() && is_digit(text.front()) && digits < 13) {
    seconds = seconds * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++digits;
  }
  if (digits == 0 || seconds > kLatest / kMicrosPerSecond) return std::nullopt;
  Micros at = seconds * kMicrosPerSecond;
  if (take(text, '.')) {
    const std::size_t before = text.size();
    auto fraction = take_digits(text, 1, 6);
    if (!fraction) return std::nullopt;
    for (std::size_t n = before - text.size(); n < 6; ++n) *fraction *= 10;
    at += *fraction;
  }
  if (!text.empty()) return std::nullopt;
  return TimeSpec{at, at, false};
}

/// "-7d", "+1h", "7d", "7d ago", "2h left": spans from now; without a sign, into the past.
std::optional<TimeSpec> parse_relative(std::string_view text, Micros now) {
  bool future = false;
  std::string_view span = text;
  if (take(span, '+')) {
    future = true;
  } else if (!take(span, '-')) {
    future = span.ends_with(" left");
    if (future || span.ends_with(" ago")) span.remove_suffix(future ? 5 : 4);
  }
  const Result<Micros> length = parse_time_span(span);
  if (!length) return std::nullopt;
  const Micros at = future ? now + length.value() : now - length.value();
  if (at < kEarliest || at > kLatest) return std::nullopt;
  return TimeSpec{at, at, false};
}

/// The zone at the end of a timestamp: none, "Z", "+02:00", " UTC", " Europe/Berlin".
std::optional<Zone> parse_suffix(std::string_view text, const Zone& zone) {
  const bool apart = text.starts_with(' ');
  text = trimmed(text);
  if (text.empty()) return zone;
  const char first = text.front();
  if (!apart && first != 'Z' && first != '+' && first != '-') return std::nullopt;
  if (text == "local") return std::nullopt;
  Result<Zone> found = Zone::find(text);
  if (!found) return std::nullopt;
  return std::move(found).value();
}

/// The midnight of "today", "today UTC" or "yesterday Asia/Tokyo".
std::optional<TimeSpec> parse_word(std::string_view text, Micros now, const Zone& zone) {
  const std::string_view word = text.substr(0, text.find(' '));
  const std::optional<Zone> in = parse_suffix(text.substr(word.size()), zone);
  if (!in) return std::nullopt;
  if (word == "now") return TimeSpec{now, now, false};
  const std::int32_t today = in->to_local(now).day;
  TimeSpec spec;
  if (word == "today") {
    spec = whole_day(today, *in);
  } else if (word == "yesterday") {
    spec = whole_day(today - 1, *in);
  } else if (word == "tomorrow") {
    spec = whole_day(today + 1, *in);
  } else {
    return std::nullopt;
  }
  spec.date_only = false;
  return spec;
}

/// Replaces several blanks by one.
std::string with_single_blanks(std::string_view text) {
  std::string single(text);
  const auto end = std::unique(single.begin(), single.end(),
                               [](char a, char b) { return a == ' ' && b == ' '; });
  single.erase(end, single.end());
  return single;
}

Result<TimeSpec> parse_timestamp(std::string_view text, Micros now, const Zone& zone) {
  std::string_view rest = text;
  const auto weekday = take_weekday(rest);
  const auto ymd = take_date(rest);
  std::optional<Clock> clock;
  if (!ymd) {
    clock = take_clock(rest);
    if (!clock) return wrong_time(text);
  } else if (rest.size() > 1 && (rest.front() == 'T' || rest.front() == ' ') && is_digit(rest[1])) {
    rest.remove_prefix(1);
    clock = take_clock(rest);
    if (!clock) return wrong_time(text);
  }
  const std::optional<Zone> in_zone = parse_suffix(rest, zone);
  if (!in_zone) return wrong_time(text);
  const std::int32_t day = ymd ? day_of(*ymd) : in_zone->to_local(now).day;
  if (weekday) {
    const auto right = static_cast<unsigned>((day % 7 + 11) % 7);  // 1970-01-01 was a Thursday.
    if (right != *weekday) {
      return Error{tr_format("'{}': that day is a {}, not a {}", visible(text), kWeekdays[right],
                             kWeekdays[*weekday])};
    }
  }
  if (!clock) return whole_day(day, *in_zone);
  const Micros at = in_zone->to_utc({day, clock->second, clock->microsecond});
  return TimeSpec{at, at, false};
}

}  // namespace

Result<TimeSpec> parse_time_spec(std::string_view text, Micros now, const Zone& zone) {
  const std::string single = with_single_blanks(trimmed(text));
  const std::string_view wanted = single;
  if (wanted.empty()) return wrong_time(text);
  if (const auto word = parse_word(wanted, now, zone)) return *word;
  if (wanted.front() == '@') {
    if (const auto epoch = parse_epoch(wanted)) return *epoch;
    return wrong_time(text);
  }
  if (const auto relative = parse_relative(wanted, now)) return *relative;
  return parse_timestamp(wanted, now, zone);
}

namespace {

Result<TimeRange> whole_day_of(const RangeRequest& request, Micros now, const Zone& zone) {
  if (!request.since.empty() || !request.until.empty() || !request.last.empty()) {
    return Error{tr("--on is a whole day; it excludes --since, --until and --last")};
  }
  const Result<TimeSpec> day = parse_time_spec(request.on, now, zone);
  if (!day) return day.error();
  if (day.value().at < day.value().day_end) {
    return TimeRange{day.value().at, day.value().day_end};
  }
  return Error{tr_format("--on: '{}' is no day; use for example 2026-11-01 or yesterday",
                         visible(request.on))};
}

}  // namespace

Result<TimeRange> resolve_range(const RangeRequest& request, Micros now, const Zone& zone) {
  TimeRange range;
  if (!request.on.empty()) return whole_day_of(request, now, zone);
  if (!request.last.empty() && !request.since.empty()) {
    return Error{tr("--last and --since exclude each other; use one of them")};
  }
  if (!request.until.empty()) {
    const Result<TimeSpec> until = parse_time_spec(request.until, now, zone);
    if (!until) return until.error();
    range.until = until.value().date_only ? until.value().day_end : until.value().at;
  }
  if (!request.since.empty()) {
    const Result<TimeSpec> since = parse_time_spec(request.since, now, zone);
    if (!since) return since.error();
    range.since = since.value().at;
  }
  if (!request.last.empty()) {
    const Result<Micros> span = parse_time_span(request.last);
    if (!span) return span.error();
    if (request.until.empty()) range.until = now;
    range.since = std::max(range.until - span.value(), kEarliest);
  }
  if (range.since >= range.until) {
    return Error{tr_format("the range is empty: it begins {} and ends {}",
                           format_rfc3339(range.since, zone), format_rfc3339(range.until, zone))};
  }
  return range;
}

}  // namespace smtptally
