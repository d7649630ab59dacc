#include "parse/export_dates.hpp"

#include <vector>

#include "catch.hpp"
#include "parse/stamp.hpp"
#include "text/cursor.hpp"

using namespace smtptally;

namespace {

Micros utc(std::string_view text) {
  StampReader stamps(Zone(), 2000);
  Micros time = kBeginningOfTime;
  Cursor at(text);
  if (!text.empty()) REQUIRE(stamps.take_rfc3339(at, time, true));
  return time;
}
Zone zone(std::string_view name) {
  Result<Zone> found = Zone::find(name);
  REQUIRE(found);
  return found.value();
}
Micros written() { return utc("2026-11-21T12:00:00Z"); }

struct Row {
  std::string_view text;
  std::string_view start;
};
ExportDates decide(const std::vector<Row>& rows, const Zone& log_zone = Zone()) {
  DateSurvey survey(log_zone, written());
  for (const Row& row : rows) survey.take({.text = row.text, .session_start = utc(row.start)});
  return survey.decide();
}
std::string read(std::string_view text, std::string_view start, const ExportDates& dates,
                 const Zone& log_zone = Zone()) {
  Micros time = 0;
  switch (read_export_stamp({.text = text, .session_start = utc(start)}, dates, log_zone, time)) {
    case StampOutcome::read:
      return format_rfc3339(time, Zone());
    case StampOutcome::guessed:
      return format_rfc3339(time, Zone()) + "?";
    case StampOutcome::unread:
      break;
  }
  return "-";
}

}  // namespace

TEST_CASE("export dates: as locales print them, alone or near a session start") {
  const std::vector<std::array<std::string_view, 3>> cases{
      {"8/20/2018 11:32:37 AM", "", "2018-08-20T11:32:37+00:00"},
      {"8/9/2018 11:32:37 PM", "", "2018-08-09T23:32:37+00:00?"},
      {"12/1/2018 12:00:00 AM", "", "2018-12-01T00:00:00+00:00?"},
      {"8/8/2018 12:00:00 PM", "", "2018-08-08T12:00:00+00:00"},
      {"20.08.2018 11:32:37", "", "2018-08-20T11:32:37+00:00"},
      {"08.09.2018 11:32:37", "", "2018-09-08T11:32:37+00:00"},
      {"20/08/2018 11:32:37", "", "2018-08-20T11:32:37+00:00"},
      {"09/08/2018 11:32:37", "", "2018-08-09T11:32:37+00:00?"},
      {"09/08/2018 11:32:37", "2018-09-08T09:32:29Z", "2018-09-08T11:32:37+00:00"},
      {"9/8/2018 11:32:37 AM", "2018-08-09T09:32:29Z", "2018-08-09T11:32:37+00:00"},
      {"2018/08/20 9:05", "", "2018-08-20T09:05:00+00:00"},
      {"12.11.2026 9.34.39", "", "2026-11-12T09:34:39+00:00"},
      {"12/11/2026 09.34.39", "2026-11-12T09:34:38Z", "2026-11-12T09:34:39+00:00"},
      {"12. 11. 2026 9:34:39", "", "2026-11-12T09:34:39+00:00"},
      {"12.11.2026. 9:34:39", "", "2026-11-12T09:34:39+00:00"},
      {"2026. 11. 12. 9:34:39", "", "2026-11-12T09:34:39+00:00"},
      {"12.11.2026 \xD0\xB3. 9:34:39", "", "2026-11-12T09:34:39+00:00"},
      {"2026/11/12 \xE4\xB8\x8B\xE5\x8D\x88 09:34:39", "", "2026-11-12T21:34:39+00:00"},
      {"2026-11-12 \xEC\x98\xA4\xEC\xA0\x84 9:34:39", "", "2026-11-12T09:34:39+00:00"},
      {"13/11/2026 9:34:39 \xCF\x80.\xCE\xBC.", "", "2026-11-13T09:34:39+00:00"},
      {"13/11/2026 09:34:39 p.\xC2\xA0m.", "", "2026-11-13T21:34:39+00:00"},
      {"11/13/2026 9:34:39\xE2\x80\xAF"
       "AM",
       "", "2026-11-13T09:34:39+00:00"},
      {"13/11/2569 9:34:39", "", "2026-11-13T09:34:39+00:00"},
      {"12/11/69 9:34:39", "2026-11-12T09:34:38Z", "2026-11-12T09:34:39+00:00"},
      {"\xD9\xA1\xD9\xA3/\xD9\xA1\xD9\xA1/\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA6 "
       "\xD9\xA0\xD9\xA9:\xD9\xA3\xD9\xA4:\xD9\xA3\xD9\xA9 \xD9\x85",
       "", "2026-11-13T21:34:39+00:00"},
      {"12.11.26 09:34:39", "", "2026-11-12T09:34:39+00:00"},
      {"12-Nov-26 09:34", "", "2026-11-12T09:34:00+00:00"},
      {"2026-11-12T09:34:39.1234567", "", "2026-11-12T09:34:39.123456+00:00"},
      // Of the Islamic calendar, and days that there are not.
      {"02/06/48 09:34:39 \xD8\xB5", "2026-11-12T09:34:38Z", "-"},
      {"02/06/1448 09:34:39", "", "-"},
      {"13/13/2018 11:32:37", "", "-"},
      {"30.02.2026 11:32:37", "", "-"},
      {"8/20/2018", "", "-"},
      {"8/20/2018 13:00:00 PM", "", "-"},
      {"8/20/2018 11:00:00 XX", "", "-"},
      {"8/20/2018 11:00:00 AM AM", "", "-"},
      {"8 20 2018 11:00", "", "-"},
      {"8/20-2018 11:00", "", "-"}};
  ExportDates nothing;
  nothing.latest_year = 2026;
  for (const auto& [text, start, expected] : cases) {
    INFO(text << " near " << start);
    CHECK(read(text, start, nothing) == expected);
  }
}

TEST_CASE("export dates: any row of the file decides the order for all") {
  CHECK(decide({{"09/08/2026 11:32:37", ""}, {"20/08/2026 11:32:37", ""}}).order ==
        DateOrder::day_first);
  const ExportDates american = decide({{"09/08/2026 11:32:37", ""}, {"9/20/2026 11:32:37", ""}});
  CHECK(american.order == DateOrder::month_first);
  CHECK(american.reason == OrderReason::stated);
  CHECK(read("09/08/2026 11:32:37", "", american) == "2026-09-08T11:32:37+00:00");
  // A session start, in any zone.
  CHECK(decide({{"09/08/2026 11:32:37", ""}, {"09/08/2026 23:30:00", "2026-08-10T05:30:00Z"}})
            .order == DateOrder::day_first);
  // A row that can be read in one order only is read in that, whatever the others say.
  CHECK(read("20/08/2026 11:32:37", "", american) == "2026-08-20T11:32:37+00:00");
}

TEST_CASE("export dates: weaker evidence decides, and is said") {
  // The tenth of December lies behind the time when the file was written.
  const ExportDates written = decide({{"11/12/2026 09:34:39", ""}});
  CHECK(written.order == DateOrder::month_first);
  CHECK(written.reason == OrderReason::written);
  CHECK(read("11/12/2026 09:34:39", "", written) == "2026-11-12T09:34:39+00:00?");
  const ExportDates rising = decide(
      {{"10/01/2026 09:00:00", ""}, {"11/01/2026 09:00:00", ""}, {"01/02/2026 09:00:00", ""}});
  CHECK(rising.order == DateOrder::day_first);
  CHECK(rising.reason == OrderReason::rising);
  const ExportDates nothing = decide({{"09/08/2026 09:00:00", ""}});
  CHECK(nothing.order == DateOrder::unknown);
  CHECK(read("09/08/2026 09:00:00", "", nothing) == "2026-08-09T09:00:00+00:00?");
}

TEST_CASE("export dates: session starts tell the zone of the stamps") {
  const std::vector<Row> berlin{{"02.11.2026 09:00:02", "2026-11-02T08:00:01.500Z"},
                                {"02.11.2026 09:00:05", "2026-11-02T08:00:04.500Z"}};
  const ExportDates dates = decide(berlin);
  CHECK(dates.offset_count == 1);
  CHECK(dates.offsets[0] == 3600);
  CHECK(read("02.11.2026 09:00:02", "2026-11-02T08:00:01.500Z", dates) ==
        "2026-11-02T08:00:02+00:00");
  CHECK(read("02.11.2026 09:00:02", "", dates) == "2026-11-02T08:00:02+00:00");
  // In their zone nothing is to be mended, nor where a session lasted for an hour.
  CHECK(decide(berlin, zone("Europe/Berlin")).offset_count == 0);
  CHECK(decide({{"02.11.2026 09:50:02", "2026-11-02T09:00:01.500Z"}}).offset_count == 0);
  // The clock was set back between these.
  const std::vector<Row> changed{{"24.10.2026 10:00:02", "2026-10-24T08:00:01.500Z"},
                                 {"26.10.2026 09:00:02", "2026-10-26T08:00:01.500Z"}};
  const ExportDates both = decide(changed);
  CHECK(both.offset_count == 2);
  for (const Row& row : changed) {
    CHECK(read(row.text, row.start, both).substr(10) == "T08:00:02+00:00");
  }
  CHECK(decide(changed, zone("Europe/Berlin")).offset_count == 0);
  // Stamps that fit no zone are left as they are, and said.
  DateSurvey none(Zone(), written());
  for (const std::string_view text : {"02.11.2026 09:00:02", "02.11.2026 13:00:02",
                                      "02.11.2026 17:00:02", "02.11.2026 21:00:02"}) {
    none.take({.text = text, .session_start = utc("2026-11-02T08:00:01Z")});
  }
  CHECK(none.decide().offset_count == 0);
  CHECK(none.about_offsets(none.decide())
            .english.starts_with("its stamps fit no zone: they are +01:00 to "
                                 "+13:00"));
}

TEST_CASE("export dates: what is in UTC stays there, and a day is midnight of the log zone") {
  Micros time = 0;
  const Zone berlin = zone("Europe/Berlin");
  CHECK(read_export_stamp({.text = "20/10/2026 09:00", .utc = true}, {}, berlin, time) ==
        StampOutcome::read);
  CHECK(format_rfc3339(time, Zone()) == "2026-10-20T09:00:00+00:00");
  CHECK(read_export_stamp({.text = "2026-11-02", .utc = true}, {}, berlin, time) ==
        StampOutcome::unread);
  CHECK(read_export_stamp({.text = "2026-11-02", .utc = true, .may_be_a_day = true}, {}, berlin,
                          time) == StampOutcome::read);
  CHECK(format_rfc3339(time, Zone()) == "2026-11-01T23:00:00+00:00");
}
