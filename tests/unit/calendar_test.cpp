#include "pivot/calendar.hpp"

#include <array>

#include <catch2/catch.hpp>

#include "smtptally/zone.hpp"

namespace smtptally {

TEST_CASE("calendar: the range of a period is what period_of() gives its number to") {
  for (const char* const name : {"UTC", "Europe/Berlin", "America/St_Johns", "+05:45"}) {
    INFO(name);
    const Zone zone = Zone::find(name).value();
    for (const Dimension d : {Dimension::hour, Dimension::day, Dimension::week, Dimension::month}) {
      INFO(kDimensions[index_of(d)].name);
      // Two years by days and a bit, over every change of the clock and before 1970.
      constexpr Micros kStep = 86'011 * kMicrosPerSecond;
      for (Micros at = -20 * kMicrosPerDay; at < 710 * kMicrosPerDay; at += kStep) {
        const std::uint32_t period = period_of(d, at, zone);
        const TimeRange range = period_range(d, period, zone);
        REQUIRE(range.contains(at));
        REQUIRE(period_of(d, range.since, zone) == period);
        REQUIRE(period_of(d, range.until - 1, zone) == period);
        REQUIRE(period_of(d, range.until, zone) > period);
      }
    }
  }
}

TEST_CASE("calendar: a week begins on Monday in the zone") {
  const Zone zone = Zone::find("Europe/Berlin").value();
  const Micros sunday = zone.to_utc({20'772, 86'399, 0});
  const std::uint32_t week = period_of(Dimension::week, sunday, zone);
  CHECK(period_text(Dimension::week, week) == "2026-W46");
  const TimeRange range = period_range(Dimension::week, week, zone);
  CHECK(zone.to_local(range.since) == LocalTime{20'766, 0, 0});
  CHECK(zone.to_local(range.until) == LocalTime{20'773, 0, 0});
}

}  // namespace smtptally
