// Where a stamp ends, and what is left behind it.

#include "parse/stamp.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "smtptally/time_spec.hpp"

using namespace smtptally;

namespace {

enum class Kind : unsigned char { bsd, rfc3339, year_first, ctime, short_full, unix_time };

struct Case {
  Kind kind;
  std::string_view text;
  std::string time;  ///< Empty: it is no such stamp.
  std::string_view rest;
};

/// Of one hour east of UTC, so that a stamp with a zone is told from one without.
Zone log_zone() { return Zone::find("+01:00").value(); }

bool take(StampReader& stamps, Kind kind, Cursor& at, Micros& time) {
  switch (kind) {
    case Kind::bsd:
      if (!stamps.take_bsd(at, time)) return false;
      stamps.take_zone(at, time);
      return true;
    case Kind::rfc3339:
      return stamps.take_rfc3339(at, time);
    case Kind::year_first:
      return stamps.take_year_first(at, time);
    case Kind::ctime:
      return stamps.take_ctime(at, time);
    case Kind::short_full:
      return stamps.take_short_full(at, time);
    case Kind::unix_time:
      return StampReader::take_unix(at, time);
  }
  return false;
}

void check(StampReader& stamps, const Case& c) {
  INFO(c.text);
  Cursor at(c.text);
  Micros time = 0;
  const bool taken = take(stamps, c.kind, at, time);
  CHECK((taken ? format_rfc3339(time, Zone()) : "") == c.time);
  if (taken) CHECK(at.rest() == c.rest);
}

const std::vector<Case>& cases() {
  using enum Kind;
  static const std::vector<Case> kCases{
      {bsd, "Nov 21 01:44:34 mail", "2026-11-21T00:44:34+00:00", " mail"},
      {bsd, "Nov 21 01:44:34.25 mail", "2026-11-21T00:44:34.250000+00:00", " mail"},
      {bsd, "Nov 21 01:44:34.75 mail", "2026-11-21T00:44:34.750000+00:00", " mail"},
      {bsd, "Nov 21 01:44:34,5 mail", "2026-11-21T00:44:34.500000+00:00", " mail"},
      {bsd, "Nov 21 01:44:34,6 mail", "2026-11-21T00:44:34.600000+00:00", " mail"},
      {bsd, "Nov 21 01:44:34.1234567890 x", "2026-11-21T00:44:34.123456+00:00", " x"},
      {bsd, "Nov 21 01:44:34. mail", "2026-11-21T00:44:34+00:00", ". mail"},
      {bsd, "Nov 21 01:44:34x mail", "2026-11-21T00:44:34+00:00", "x mail"},
      {bsd, "Nov 21 01:44:345 mail", "2026-11-21T00:44:34+00:00", "5 mail"},
      {bsd, "Nov 21 01:44:34: mail", "2026-11-21T00:44:34+00:00", ": mail"},
      {bsd, "Nov 21 0a:44:34 mail", "", ""},
      {bsd, "Nov 21 a1:44:34 mail", "", ""},
      {bsd, "Nov 21 01:4a:34 mail", "", ""},
      {bsd, "Nov 21 01:a4:34 mail", "", ""},
      {bsd, "Nov 21 01:44:3a mail", "", ""},
      {bsd, "Nov 21 01:44:a3 mail", "", ""},
      {bsd, "Nov 21 01.44:34 mail", "", ""},
      {bsd, "Nov 21 01:44.34 mail", "", ""},
      {bsd, "Nov 21 24:44:34 mail", "", ""},
      {bsd, "Nov 21 01:60:34 mail", "", ""},
      {bsd, "Nov 32 01:44:34 mail", "", ""},
      {bsd, "Nov 0 01:44:34 mail", "", ""},
      {bsd, "Nov 21 01:44:34 ", "2026-11-21T00:44:34+00:00", " "},
      {bsd, "Nov 21 01:44:34 UTC mail", "2026-11-21T01:44:34+00:00", " mail"},
      {bsd, "Nov 21 01:44:34 UTC", "2026-11-21T00:44:34+00:00", " UTC"},
      {bsd, "Nov 21 01:44:34 CEST mail", "2026-11-20T23:44:34+00:00", " mail"},
      {bsd, "Nov 21 01:44:34.5 EST mail", "2026-11-21T06:44:34.500000+00:00", " mail"},
      {bsd, "Nov 21 01:44:34 +0300 mail", "2026-11-20T22:44:34+00:00", " mail"},
      {bsd, "Nov 21 01:44:34 -03:00 mail", "2026-11-21T04:44:34+00:00", " mail"},
      {bsd, "Nov 21 01:44:34 +0300x mail", "2026-11-21T00:44:34+00:00", " +0300x mail"},
      {bsd, "Nov 21 01:44:34 UTC: mail", "2026-11-21T00:44:34+00:00", " UTC: mail"},
      {bsd, "Nov 21 01:44:34 UT mail", "2026-11-21T00:44:34+00:00", " UT mail"},
      {bsd, "Nov 21 01:44:34 MAIL mail", "2026-11-21T00:44:34+00:00", " MAIL mail"},
      {bsd, "May 4 01:44:34 mail", "2026-05-04T00:44:34+00:00", " mail"},
      {bsd, "May 4 01:44:34.5 mail", "2026-05-04T00:44:34.500000+00:00", " mail"},
      {bsd, "May  4 01:44:34 mail", "2026-05-04T00:44:34+00:00", " mail"},
      {bsd, "May 44 01:44:34 mail", "", ""},
      {bsd, "May  0 01:44:34 mail", "", ""},
      {bsd, "May 4  01:44:34 mail", "", ""},
      {bsd, "May 4\t01:44:34 mail", "", ""},
      {bsd, "May 21\t01:44:34 mail", "", ""},
      {bsd, "May\t21 01:44:34 mail", "", ""},
      {bsd, "May 21 01:44-34 mail", "", ""},
      {bsd, "May 21 01-44:34 mail", "", ""},
      {bsd, "May 21 24:00:00 mail", "", ""},
      {bsd, "May 21 23:60:00 mail", "", ""},
      {bsd, "May 21 23:59:61 mail", "", ""},
      {bsd, "May 21 23:59:60 mail", "2026-05-21T23:00:00+00:00", " mail"},
      {bsd, "May 21 00:59:60 mail", "2026-05-21T00:00:00+00:00", " mail"},
      {bsd, "May 21 01:44:34", "", ""},
      {rfc3339, "2026-11-21T01:44:34", "2026-11-21T00:44:34+00:00", ""},
      {rfc3339, "2026-11-21T01:44:34 mail", "2026-11-21T00:44:34+00:00", " mail"},
      {rfc3339, "2026-11-21 01:44:34,5 mail", "2026-11-21T00:44:34.500000+00:00", " mail"},
      {rfc3339, "2026-11-21T01:44:34.5x", "2026-11-21T00:44:34.500000+00:00", "x"},
      {rfc3339, "2026-11-21T01:44:34 UTC mail", "2026-11-21T01:44:34+00:00", " mail"},
      {rfc3339, "2026-11-21T01:44:34 UTC", "2026-11-21T00:44:34+00:00", " UTC"},
      {rfc3339, "2026-11-21T01:44:34Z mail", "2026-11-21T01:44:34+00:00", " mail"},
      {rfc3339, "2026-11-21T01:44:34Z UTC mail", "2026-11-21T01:44:34+00:00", " UTC mail"},
      {rfc3339, "2026-11-21T01:44:34Zx", "2026-11-21T01:44:34+00:00", "x"},
      {rfc3339, "2026-11-21T01:44:34+02:00x", "2026-11-20T23:44:34+00:00", "x"},
      {rfc3339, "2026-11-21T01:44:34-0200", "2026-11-21T03:44:34+00:00", ""},
      {rfc3339, "2026-11-21t01:44:34Z", "", ""},
      {rfc3339, "2026-02-29T01:44:34Z", "", ""},
      {rfc3339, "2026-13-01T01:44:34Z", "", ""},
      {rfc3339, "2026-11-00T01:44:34Z", "", ""},
      {rfc3339, "2026-11/21T01:44:34Z", "", ""},
      {rfc3339, "2026/11-21T01:44:34Z", "", ""},
      {rfc3339, "2026-11-21", "", ""},
      {year_first, "2026 Nov 21 01:44:34.5 mail", "2026-11-21T00:44:34.500000+00:00", " mail"},
      {year_first, "2026 Nov 21 01:44:34 UTC mail", "2026-11-21T01:44:34+00:00", " mail"},
      {year_first, "2026 Nov 21 01:44:34x", "2026-11-21T00:44:34+00:00", "x"},
      {year_first, "2026 Nov  1 01:44:34 mail", "2026-11-01T00:44:34+00:00", " mail"},
      {year_first, "2026 Nov 1 01:44:34 mail", "2026-11-01T00:44:34+00:00", " mail"},
      {year_first, "2026 Feb 29 01:44:34 mail", "", ""},
      {year_first, "2026  Nov 21 01:44:34 mail", "", ""},
      {year_first, "1899 Nov 21 01:44:34 mail", "", ""},
      {year_first, "2026Nov 21 01:44:34 mail", "", ""},
      {ctime, "Sat Nov 21 01:44:34 2026 mail", "2026-11-21T00:44:34+00:00", " mail"},
      {ctime, "Sat Nov 21 01:44:34 UTC 2026 mail", "2026-11-21T01:44:34+00:00", " mail"},
      {ctime, "Sat Nov 21 01:44:34 +0300 2026 mail", "2026-11-20T22:44:34+00:00", " mail"},
      {ctime, "Sat Nov 21 01:44:34 2026mail", "", ""},
      {ctime, "Sat Nov 21 01:44:34 mail 2026", "", ""},
      {ctime, "Sat Feb 29 01:44:34 2026 mail", "", ""},
      {ctime, "Sam Nov 21 01:44:34 2026 mail", "", ""},
      {short_full, "Sat 2026-11-21 01:44:34 UTC mail", "2026-11-21T01:44:34+00:00", "mail"},
      {short_full, "Sa 2026-11-21 01:44:34 XYZ mail", "2026-11-21T00:44:34+00:00", "mail"},
      {short_full, "S 2026-11-21 01:44:34 UTC mail", "", ""},
      {short_full, "Sat 2026-11-21 01:44:34 UTC", "", ""},
      {short_full, "Sat 2026-11-21 01:44:34x UTC mail", "", ""},
      {unix_time, "1795228337.25 mail", "2026-11-21T02:32:17.250000+00:00", " mail"},
      {unix_time, "1795228337.25x", "2026-11-21T02:32:17.250000+00:00", "x"},
      {unix_time, "1795228337 mail", "", ""},
      {unix_time, "1795228337. mail", "", ""},
      {unix_time, "99999999.5 mail", "", ""},
      {unix_time, "100000000.5 mail", "1973-03-03T09:46:40.500000+00:00", " mail"},
  };
  return kCases;
}

}  // namespace

TEST_CASE("stamps: end where they end, with a zone behind them or without") {
  for (const Case& c : cases()) {
    StampReader stamps(log_zone(), 2026);
    check(stamps, c);
  }
}

TEST_CASE("stamps: what is remembered of other stamps changes nothing") {
  for (const Case& before : cases()) {
    for (const Case& c : cases()) {
      StampReader stamps(log_zone(), 2026);
      Cursor at(before.text);
      Micros time = 0;
      (void)take(stamps, before.kind, at, time);
      // Half a year away the months alone tell another year.
      if (before.kind == Kind::bsd && before.text.substr(0, 3) != c.text.substr(0, 3)) continue;
      INFO(before.text);
      check(stamps, c);
      check(stamps, c);
    }
  }
}
