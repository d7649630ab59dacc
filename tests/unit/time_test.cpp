#include <filesystem>
#include <fstream>
#include <random>

#include "catch.hpp"
#include "smtptally/time_spec.hpp"
#include "smtptally/zone.hpp"
#include "support/log_files.hpp"
#include "time/local_zone.hpp"

using namespace smtptally;

namespace {

Zone zone(std::string_view name) {
  Result<Zone> found = Zone::find(name);
  REQUIRE(found);
  return std::move(found).value();
}

/// 2026-11-21 12:00:00 UTC, a Saturday.
constexpr Micros kNow = 1795262400 * kMicrosPerSecond;

std::string at(std::string_view text, const Zone& in = Zone()) {
  const Result<TimeSpec> spec = parse_time_spec(text, kNow, in);
  return spec ? format_rfc3339(spec.value().at, in) : "error";
}

}  // namespace

TEST_CASE("time: a time is read as systemd.time(7) says") {
  const struct {
    std::string_view text;
    std::string_view expected;
  } cases[] = {
      {"2026-11-01", "2026-11-01T00:00:00+00:00"},
      {"26-11-01", "2026-11-01T00:00:00+00:00"},
      {"2026-11-01 14:00", "2026-11-01T14:00:00+00:00"},
      {"2026-11-01 14:00:05", "2026-11-01T14:00:05+00:00"},
      {"2026-11-01 14:00:05.25", "2026-11-01T14:00:05.250000+00:00"},
      {"2026-11-01T14:00:05Z", "2026-11-01T14:00:05+00:00"},
      {"2026-11-01T14:00:05+02:00", "2026-11-01T12:00:05+00:00"},
      {"2026-11-01 14:00 Asia/Tokyo", "2026-11-01T05:00:00+00:00"},
      {"2026-11-01 14:00 UTC", "2026-11-01T14:00:00+00:00"},
      {"Sun 2026-11-01", "2026-11-01T00:00:00+00:00"},
      {"sunday 2026-11-01 08:30", "2026-11-01T08:30:00+00:00"},
      {"Mon 2026-11-01", "error"},
      {"14:30", "2026-11-21T14:30:00+00:00"},
      {"now", "2026-11-21T12:00:00+00:00"},
      {"today", "2026-11-21T00:00:00+00:00"},
      {"yesterday", "2026-11-20T00:00:00+00:00"},
      {"tomorrow", "2026-11-22T00:00:00+00:00"},
      {"-7d", "2026-11-14T12:00:00+00:00"},
      {"7d", "2026-11-14T12:00:00+00:00"},
      {"7d ago", "2026-11-14T12:00:00+00:00"},
      {"today UTC", "2026-11-21T00:00:00+00:00"},
      {"today Asia/Tokyo", "2026-11-20T15:00:00+00:00"},
      {"yesterday +02:00", "2026-11-19T22:00:00+00:00"},
      {"now Mars/Base", "error"},
      {"todayUTC", "error"},
      {"2h left", "2026-11-21T14:00:00+00:00"},
      {"2h  left", "2026-11-21T14:00:00+00:00"},
      {"7d  ago", "2026-11-14T12:00:00+00:00"},
      {"-2h left", "error"},
      {"left", "error"},
      {"2026-11-01  14:00", "2026-11-01T14:00:00+00:00"},
      {"  Sun   2026-11-01   14:00  UTC ", "2026-11-01T14:00:00+00:00"},
      {"+1h 30min", "2026-11-21T13:30:00+00:00"},
      {"-1.5h", "2026-11-21T10:30:00+00:00"},
      {"@1795262400", "2026-11-21T12:00:00+00:00"},
      {"@1795262400.5", "2026-11-21T12:00:00.500000+00:00"},
      {"2026-02-29", "error"},
      {"2026-13-01", "error"},
      {"2026-11-01 25:00", "error"},
      {"2026-11-01x", "error"},
      {"", "error"},
      {"-", "error"},
      {"-99999999999999999y", "error"},
      {"@99999999999999", "error"},
      {"0000-01-01", "error"},
  };
  for (const auto& c : cases) {
    INFO(c.text);
    CHECK(at(c.text) == c.expected);
  }
}

TEST_CASE("time: days begin and end where the clocks of the zone say") {
  const Zone berlin = zone("Europe/Berlin");
  const struct {
    std::string_view day;
    int hours;
  } cases[] = {{"2026-03-29", 23}, {"2026-10-25", 25}, {"2026-06-01", 24}};
  for (const auto& c : cases) {
    INFO(c.day);
    const Result<TimeSpec> spec = parse_time_spec(c.day, kNow, berlin);
    REQUIRE(spec);
    CHECK(spec.value().day_end - spec.value().at == c.hours * 3600 * kMicrosPerSecond);
  }
  // Midnight does not exist on this day: it begins at one o'clock.
  CHECK(at("2017-10-15", zone("America/Sao_Paulo")) == "2017-10-15T01:00:00-02:00");
  CHECK(at("2026-11-01 12:00", zone("Asia/Kolkata")) == "2026-11-01T12:00:00+05:30");
}

TEST_CASE("zone: repeated and skipped times, in any order of calls") {
  const Zone berlin = zone("Europe/Berlin");
  const std::int32_t october = 20'751;  // 2026-10-25
  const std::int32_t march = 20'541;    // 2026-03-29
  for (int round = 0; round < 3; ++round) {
    CHECK(format_rfc3339(berlin.to_utc({october, 2 * 3600 + 1800, 0}), Zone()) ==
          "2026-10-25T00:30:00+00:00");
    CHECK(format_rfc3339(berlin.to_utc({march, 2 * 3600 + 1800, 0}), Zone()) ==
          "2026-03-29T01:00:00+00:00");
    CHECK(format_rfc3339(berlin.to_utc({october, 4 * 3600, 0}), Zone()) ==
          "2026-10-25T03:00:00+00:00");
  }
}

TEST_CASE("zone: local time and back is the identity outside of repeated hours") {
  std::mt19937 random(1);
  for (const char* name :
       {"Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "UTC", "+05:45"}) {
    const Zone in = zone(name);
    for (int i = 0; i < 20'000; ++i) {
      const Micros t =
          (1'500'000'000 + static_cast<Micros>(random() % 400'000'000)) * kMicrosPerSecond;
      const Micros back = in.to_utc(in.to_local(t));
      INFO(name << " " << t);
      // In a repeated hour the earlier reading is taken.
      CHECK((back == t || (back < t && t - back <= 3600 * kMicrosPerSecond &&
                           in.to_local(back) == in.to_local(t))));
    }
  }
}

TEST_CASE("zone: names are found or refused with an example") {
  CHECK(zone("UTC").name() == "UTC");
  CHECK(zone("-0530").name() == "-05:30");
  CHECK(zone("CET-1").name() == "+01:00");
  // Who reads UTC+2 means the opposite of what POSIX does with it.
  for (const char* name : {"UTC+2", "GMT-3", "UTC+02:00"}) {
    INFO(name);
    const Result<Zone> refused = Zone::find(name);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("+02:00") != std::string::npos);
  }
  CHECK(zone("EST5").name() == "-05:00");
  CHECK(zone("Europe/Berlin").abbreviation(kNow) == "CET");
  const Result<Zone> none = Zone::find("Mars/\x1b[2J");
  REQUIRE_FALSE(none);
  CHECK(none.error().message.find("Europe/Berlin") != std::string::npos);
  CHECK(none.error().message.find('\x1b') == std::string::npos);
}

TEST_CASE("zone: a POSIX rule sets the clock as the zone of that rule does") {
  const struct {
    const char* rule;
    const char* zone;
  } cases[] = {{"CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin"},
               {"EST5EDT,M3.2.0,M11.1.0", "America/New_York"},
               {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "Australia/Lord_Howe"},
               {"NZST-12NZDT,M9.5.0,M4.1.0/3", "Pacific/Auckland"}};
  std::mt19937 random(3);
  for (const auto& c : cases) {
    const Zone by_rule = zone(c.rule);
    const Zone by_name = zone(c.zone);
    CHECK(by_rule.name() == c.rule);
    for (int i = 0; i < 5'000; ++i) {
      // 2020 to 2033, where these rules are in force.
      const Micros t =
          (1'577'836'800 + static_cast<Micros>(random() % 410'000'000)) * kMicrosPerSecond;
      INFO(c.rule << " " << t);
      REQUIRE(by_rule.offset_seconds(t) == by_name.offset_seconds(t));
      const LocalTime local = by_name.to_local(t);
      REQUIRE(by_rule.to_utc(local) == by_name.to_utc(local));
    }
  }
  for (const char* wrong :
       {"CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/3x", "<a>-1<b>,M3.5.0,M10.5.0", "AAA25BBB24,M3.5.0,M10.5.0",
        "AAA2BBB-25,M3.5.0,M10.5.0", "<+12>-12<-12>12,M3.5.0,M10.5.0", "GMX2ZUl99,5,0"}) {
    INFO(wrong);
    CHECK_FALSE(Zone::find(wrong));
  }
}

TEST_CASE("zone: a copy of a zone's file is that zone") {
  namespace fs = std::filesystem;
  const std::string berlin = "/usr/share/zoneinfo/Europe/Berlin";
  if (!fs::exists(berlin)) return;
  LogFiles files;
  const std::string copy = files.write("localtime", "", kNow);
  fs::copy_file(berlin, copy, fs::copy_options::overwrite_existing);
  CHECK(zone_of_file(copy, "/usr/share/zoneinfo") == "Europe/Berlin");
  // Where there are no zones to compare it with, the rule at its end tells.
  CHECK(zone_of_file(copy, "/nowhere") == "CET-1CEST,M3.5.0,M10.5.0/3");
  for (const char* content : {"", "TZif2", "TZif2\nUTC0", "no zone\nUTC0\n"}) {
    std::ofstream(copy, std::ios::binary) << content;
    CHECK(zone_of_file(copy, "/nowhere").empty());
  }
}

TEST_CASE("time: spans add up, and refuse what is none") {
  const struct {
    std::string_view text;
    Micros seconds;
  } cases[] = {{"90", 90},         {"2h 30min", 9000}, {"1.5h", 5400},
               {"7d", 604'800},    {"1w2d", 777'600},  {"1month", 2'630'016},
               {"1y", 31'557'600}, {"500ms", 0},       {"000000000000000002", 2}};
  for (const auto& c : cases) {
    INFO(c.text);
    const Result<Micros> span = parse_time_span(c.text);
    REQUIRE(span);
    CHECK(span.value() / kMicrosPerSecond == c.seconds);
  }
  for (const std::string_view text :
       {"", "d", "7x", "-7d", "7 parsecs", "0", "1e9d", "1.d", "99999999999999999999d",
        "999999999999y", "0000000000000000002"}) {
    INFO(text);
    CHECK_FALSE(parse_time_span(text));
  }
}

TEST_CASE("time: a range is half-open, and a date as its end is included") {
  const Result<TimeRange> range = resolve_range({"2026-11-01", "2026-11-02", "", ""}, kNow, Zone());
  REQUIRE(range);
  CHECK(format_rfc3339(range.value().until, Zone()) == "2026-11-03T00:00:00+00:00");
  const Result<TimeRange> last = resolve_range({"", "", "7d", ""}, kNow, Zone());
  REQUIRE(last);
  CHECK(last.value() == TimeRange{kNow - 7 * 86400 * kMicrosPerSecond, kNow});
  CHECK(resolve_range({"", "", "", ""}, kNow, Zone()).value() == TimeRange{});
  CHECK_FALSE(resolve_range({"yesterday", "", "7d", ""}, kNow, Zone()));
  CHECK_FALSE(resolve_range({"2026-11-02 00:00", "2026-11-02 00:00", "", ""}, kNow, Zone()));
  CHECK_FALSE(resolve_range({"tomorrow", "yesterday", "", ""}, kNow, Zone()));
}

TEST_CASE("time: today as an end is its midnight, and --on is a whole day") {
  const auto range = [](const RangeRequest& request) {
    const Result<TimeRange> got = resolve_range(request, kNow, Zone());
    if (!got) return got.error().message;
    return format_rfc3339(got.value().since, Zone()) + " " +
           format_rfc3339(got.value().until, Zone());
  };
  CHECK(range({"yesterday", "today", "", ""}) ==
        "2026-11-20T00:00:00+00:00 2026-11-21T00:00:00+00:00");
  CHECK(range({"2026-11-20", "2026-11-20", "", ""}) ==
        "2026-11-20T00:00:00+00:00 2026-11-21T00:00:00+00:00");
  for (const char* day : {"yesterday", "2026-11-20", "Fri 2026-11-20", "yesterday UTC"}) {
    CHECK(range({"", "", "", day}) == "2026-11-20T00:00:00+00:00 2026-11-21T00:00:00+00:00");
  }
  for (const char* no_day : {"now", "2026-11-20 14:00", "-1d", "@1795262400", "friday"}) {
    INFO(no_day);
    CHECK_FALSE(resolve_range({"", "", "", no_day}, kNow, Zone()));
  }
  CHECK_FALSE(resolve_range({"yesterday", "", "", "today"}, kNow, Zone()));
  CHECK_FALSE(resolve_range({"", "today", "", "today"}, kNow, Zone()));
  CHECK_FALSE(resolve_range({"", "", "7d", "today"}, kNow, Zone()));
}

TEST_CASE("time: no text makes the parsers fall over") {
  std::mt19937 random(7);
  const std::string_view alphabet = "0123456789-+:.@TZ adghinmowyMsu/\xC2\xB5";
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (auto n = random() % 24; n > 0; --n) text += alphabet[random() % alphabet.size()];
    const Result<TimeSpec> spec = parse_time_spec(text, kNow, Zone());
    if (spec) CHECK(spec.value().at <= spec.value().day_end);
  }
}
