#include <string>
#include <utility>

#include "catch.hpp"
#include "smtptally/time_spec.hpp"

using namespace smtptally;

namespace {

Zone zone(const std::string& name) {
  Result<Zone> found = Zone::find(name);
  REQUIRE(found);
  return std::move(found).value();
}

TimeRange range(const std::string& since, const std::string& until, const Zone& in) {
  const auto found =
      resolve_range({.since = since, .until = until, .last = {}, .on = {}}, Micros{0}, in);
  REQUIRE(found);
  return found.value();
}

/// "since until" of what --with names beside 2026-11-08 to 2026-11-14, at 2026-11-20 09:00.
std::string compared(const std::string& text) {
  const Zone utc;
  const Micros now = parse_time_spec("2026-11-20 09:00", 0, utc).value().at;
  const auto found = resolve_compared(text, range("2026-11-08", "2026-11-14", utc), now, utc);
  if (!found) return found.error().message;
  return format_rfc3339(found.value().since, utc).substr(0, 16) + " " +
         format_rfc3339(found.value().until, utc).substr(0, 16);
}

}  // namespace

TEST_CASE("compared range: a period is named by a word, a span, a day or its two ends") {
  CHECK(compared("previous") == "2026-11-01T00:00 2026-11-08T00:00");
  CHECK(compared("7d") == "2026-11-01T00:00 2026-11-08T00:00");
  CHECK(compared("1d 2h") == "2026-11-06T22:00 2026-11-08T00:00");
  CHECK(compared("2026-10-01") == "2026-10-01T00:00 2026-10-02T00:00");
  CHECK(compared("yesterday") == "2026-11-19T00:00 2026-11-20T00:00");
  CHECK(compared("2026-10-01..2026-10-07") == "2026-10-01T00:00 2026-10-08T00:00");
  CHECK(compared("2026-10-01 .. 2026-10-07 12:00") == "2026-10-01T00:00 2026-10-07T12:00");
}

TEST_CASE("compared range: what is no period is said, with examples") {
  CHECK(compared("lastweek").find("'lastweek' is no period; use previous, a span as 7d") !=
        std::string::npos);
  CHECK(compared("..2026-10-07").find("lacks one of its ends") != std::string::npos);
  CHECK(compared("2026-10-07..").find("lacks one of its ends") != std::string::npos);
  CHECK(compared("2026-10-07..2026-10-01").find("the range is empty") != std::string::npos);
  CHECK(compared("2026-10-07..soon").find("--with: 'soon'") != std::string::npos);
  CHECK(compared("now").find("is no period") != std::string::npos);
}

TEST_CASE(
    "compared range: the previous days are whole days where the clock is changed between them") {
  const Zone berlin = zone("Europe/Berlin");  // Back by an hour on 2026-10-25.
  const TimeRange week = range("2026-10-25", "2026-10-31", berlin);
  CHECK(previous_range(week, berlin) == range("2026-10-18", "2026-10-24", berlin));
  const TimeRange hours = range("2026-10-26 08:00", "2026-10-27 08:00", berlin);
  CHECK(previous_range(hours, berlin) == range("2026-10-25 08:00", "2026-10-26 08:00", berlin));
}

TEST_CASE("compared ranges: a log covers a period where an hour or a 24th of it lacks at most") {
  const Zone utc;
  const TimeRange week = range("2026-11-08", "2026-11-14", utc);
  const auto covers = [&](const std::string& since, const std::string& until) {
    return covers_whole(range(since, until, utc), week);
  };
  CHECK(covers("2026-11-08 00:00", "2026-11-15 00:00"));
  CHECK(covers("2026-11-01 00:00", "2026-11-20 00:00"));
  CHECK(covers("2026-11-08 01:00", "2026-11-14 23:00"));
  CHECK(!covers("2026-11-08 01:01", "2026-11-15 00:00"));
  CHECK(!covers("2026-11-08 00:00", "2026-11-14 22:59"));
  const TimeRange two_hours = range("2026-11-08 10:00", "2026-11-08 12:00", utc);
  CHECK(covers_whole(range("2026-11-08 10:05", "2026-11-08 11:55", utc), two_hours));
  CHECK(!covers_whole(range("2026-11-08 10:06", "2026-11-08 11:55", utc), two_hours));
  CHECK(!covers_whole(week, {kBeginningOfTime, week.until}));
}
