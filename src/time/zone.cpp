// Zone: conversions between UTC and local time.

#include "smtptally/zone.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <exception>

#include <date/tz.h>
#include <fmt/compile.h>
#include <fmt/format.h>

#include "text/escape.hpp"
#include "text/translate.hpp"
#include "time/fixed_offset.hpp"
#include "time/local_zone.hpp"
#include "time/posix_rule.hpp"

namespace smtptally {
namespace {

constexpr std::int64_t kDaySeconds = 86400;

bool is_utc_name(std::string_view name) {
  static constexpr std::array<std::string_view, 9> kNames{
      "UTC", "Z", "GMT", "UTC0", "GMT0", "Etc/UTC", "Etc/GMT", "Zulu", "UCT"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string offset_name(std::int32_t seconds) {
  const std::int32_t minutes = std::abs(seconds) / 60;
  return fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/// Parses a POSIX TZ without a rule for summer time: "CET-1", "XYZ5:30". Its sign counts westwards.
bool parse_posix(std::string_view text, std::int32_t& seconds) {
  std::size_t letters = 0;
  while (letters < text.size() && std::isalpha(static_cast<unsigned char>(text[letters])) != 0) {
    ++letters;
  }
  if (letters < 3 || letters == text.size()) return false;
  std::string_view digits = text.substr(letters);
  const bool west = digits.front() != '-';
  if (digits.front() == '-' || digits.front() == '+') digits.remove_prefix(1);
  const bool one_digit = digits.size() == 1 || (digits.size() > 1 && digits[1] == ':');
  const std::string offset = fmt::format("{}{}{}", west ? '-' : '+', one_digit ? "0" : "", digits);
  std::string_view rest = offset;
  return take_fixed_offset(rest, seconds) && rest.empty();
}

/// Zone data of a named zone, or of a POSIX rule in `name`. Rarely called, because a Zone caches a
/// period.
template <class Second>
auto info_at(const date::time_zone* zone, const std::string& name, Second second) {
  return zone != nullptr ? zone->get_info(second) : PosixRule::parse(name)->at(second);
}

/// Whether the name is like "UTC+2": two hours west in POSIX, but users mean two hours east.
bool is_ambiguous(std::string_view name) {
  for (const std::string_view utc : {"UTC", "GMT"}) {
    if (!name.starts_with(utc) || name.size() < 5) continue;
    if ((name[3] == '+' || name[3] == '-') && name.find(',') == std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
  const std::string local = name == "local" ? local_zone_name() : std::string();
  const std::string_view wanted = name == "local" ? std::string_view(local) : name;
  Zone zone;
  if (is_utc_name(wanted)) return zone;
  if (local.empty() && is_ambiguous(wanted)) {
    return Error{
        tr_format("'{}' can be read in two ways: to POSIX its sign counts westwards; use "
                  "an offset such as +02:00, which is east of UTC",
                  visible(wanted))};
  }
  std::string_view rest = wanted;
  std::int32_t offset = 0;
  if ((take_fixed_offset(rest, offset) && rest.empty()) || parse_posix(wanted, offset)) {
    zone.offset_ = offset;
    zone.name_ = offset == 0 ? "UTC" : offset_name(offset);
    return zone;
  }
  if (PosixRule::parse(wanted) != nullptr) {
    zone.name_ = wanted;
    zone.begin_ = 0;
    zone.end_ = 0;
    return zone;
  }
  try {
    zone.zone_ = date::locate_zone(wanted);
    zone.name_ = zone.zone_->name();
    zone.begin_ = 0;
    zone.end_ = 0;
    return zone;
  } catch (const std::exception&) {
    return Error{tr_format(
        "'{}' is not a time zone; use a name such as Europe/Berlin, an offset such as +02:00, "
        "UTC or local",
        visible(wanted))};
  }
}

void Zone::remember(std::int64_t second) const {
  if (second >= begin_ && second < end_) return;
  const date::sys_info info =
      info_at(zone_, name_, date::sys_seconds(std::chrono::seconds(second)));
  begin_ = info.begin.time_since_epoch().count();
  end_ = info.end.time_since_epoch().count();
  offset_ = static_cast<std::int32_t>(info.offset.count());
}

std::int32_t Zone::offset_seconds(Micros t) const {
  remember(whole_seconds(t));
  return offset_;
}

LocalTime Zone::to_local(Micros t) const {
  const std::int64_t second = whole_seconds(t);
  remember(second);
  const std::int64_t local = second + offset_;
  std::int64_t day = local / kDaySeconds;
  if (local % kDaySeconds < 0) --day;
  return {static_cast<std::int32_t>(day), static_cast<std::int32_t>(local - day * kDaySeconds),
          static_cast<std::int32_t>(t - second * kMicrosPerSecond)};
}

int Zone::year_of(Micros t) const {
  return static_cast<int>(date::year_month_day(date::sys_days(date::days(to_local(t).day))).year());
}

Micros Zone::to_utc(const LocalTime& local) const {
  const std::int64_t wall = local.day * kDaySeconds + local.second;
  // No clock was ever changed by more than a day: inside these margins the cached period is right.
  if (wall - offset_ < begin_ + kDaySeconds || wall - offset_ >= end_ - kDaySeconds) {
    const date::local_info info =
        info_at(zone_, name_, date::local_seconds(std::chrono::seconds(wall)));
    if (info.result == date::local_info::nonexistent) {
      return std::int64_t{info.first.end.time_since_epoch().count()} * kMicrosPerSecond;
    }
    // The first of two periods holds the earlier instant of a repeated time.
    begin_ = info.first.begin.time_since_epoch().count();
    end_ = info.first.end.time_since_epoch().count();
    offset_ = static_cast<std::int32_t>(info.first.offset.count());
  }
  return (wall - offset_) * kMicrosPerSecond + local.microsecond;
}

std::string Zone::abbreviation(Micros t) const {
  remember(whole_seconds(t));
  if (zone_ == nullptr && begin_ == INT64_MIN) return name_;  // A fixed offset.
  return info_at(zone_, name_, date::sys_seconds(std::chrono::seconds(whole_seconds(t)))).abbrev;
}

std::string format_rfc3339(Micros t, const Zone& zone) {
  const LocalTime local = zone.to_local(t);
  const date::year_month_day ymd(date::sys_days(date::days(local.day)));
  std::string text =
      fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}"), static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                  local.second / 3600, local.second / 60 % 60, local.second % 60);
  if (local.microsecond != 0) text += fmt::format(".{:06}", local.microsecond);
  const std::int32_t offset = zone.offset_seconds(t);
  text += offset == 0 ? "+00:00" : offset_name(offset);
  return text;
}

}  // namespace smtptally
