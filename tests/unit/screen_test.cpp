// The parts that people's screens are made of.

#include "format/screen.hpp"

#include <array>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "format/bars.hpp"
#include "format/name_cut.hpp"
#include "format/table_layout.hpp"
#include "text/grouped.hpp"
#include "text/width.hpp"

using namespace smtptally;

namespace {

std::vector<std::string> cut(const std::vector<std::string>& names, std::size_t limit) {
  NameCut shorter(limit, "…");
  for (const std::string& name : names) shorter.learn(name);
  shorter.finish();
  std::vector<std::string> shown;
  for (const std::string& name : names) shown.emplace_back(shorter.shown(name));
  return shown;
}

std::string trend(std::vector<std::uint64_t> days, std::size_t cells, bool ascii = false) {
  std::string text;
  append_trend({days}, cells, glyphs(ascii), text);
  return text;
}

std::string bar(std::uint64_t count, std::uint64_t scale, std::size_t cells, bool ascii = false) {
  std::string text;
  append_bar({count, scale, {}}, cells, glyphs(ascii), text);
  return text;
}

Report of_range(TimeRange asked, std::optional<TimeRange> covered) {
  Report report;
  report.range = asked;
  report.covered = covered;
  return report;
}

constexpr Micros kDay = Micros{86400} * kMicrosPerSecond;
constexpr Micros kNovember = Micros{1'793'491'200} * kMicrosPerSecond;  // 2026-11-01 00:00 UTC

}  // namespace

TEST_CASE("screen: numbers in groups of three, sizes in SI units with three digits") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(18446744073709551615U) == "18,446,744,073,709,551,615");
  CHECK(size_text(0) == "0 B");
  CHECK(size_text(999) == "999 B");
  CHECK(size_text(1000) == "1.0 kB");
  CHECK(size_text(1049) == "1.0 kB");
  CHECK(size_text(1050) == "1.1 kB");
  CHECK(size_text(99'949) == "99.9 kB");
  CHECK(size_text(99'950) == "100 kB");
  CHECK(size_text(999'499) == "999 kB");
  CHECK(size_text(999'500) == "1.0 MB");
  CHECK(size_text(3'262'148'000) == "3.3 GB");
  CHECK(size_text(18446744073709551615U) == "18.4 EB");
}

TEST_CASE("screen: a sender loses the middle of its local part and keeps its domain") {
  CHECK(cut({"copier-2nd-floor.building-west@example.org"}, 24) ==
        std::vector<std::string>{"copier-2nd-…@example.org"});
  CHECK(cut({"short@example.org"}, 24) == std::vector<std::string>{"short@example.org"});
  // A domain that is longer than the column gives way, too.
  CHECK(cut({"anna@a.very.long.name.of.a.domain.example"}, 16) ==
        std::vector<std::string>{"anna@a.v…example"});
}

TEST_CASE("screen: two different senders never look the same") {
  CHECK(cut({"scanner-room-101@example.org", "scanner-room-102@example.org",
             "scanner-room-201@example.org"},
            20) == std::vector<std::string>{"scanner…@example.org", "scanne…2@example.org",
                                            "scanne…1@example.org"});
  // Nor like one that is called so.
  const auto shown = cut({"scanner-room-101@example.org", "scanner…@example.org"}, 20);
  CHECK(shown[1] == "scanner…@example.org");
  CHECK(shown[0] != shown[1]);
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> names;
    for (int i = 0; i < 60; ++i) {
      std::string name;
      for (auto n = 1 + random() % 30; n > 0; --n) name += random() % 8 == 0 ? "日" : "a";
      if (random() % 4 != 0) name += "@" + std::string(random() % 20, 'b') + ".example";
      names.push_back(name);
    }
    const std::size_t limit = 12 + random() % 20;
    const auto cuts = cut(names, limit);
    for (std::size_t i = 0; i < names.size(); ++i) {
      REQUIRE(display_width(cuts[i]) <= limit);
      for (std::size_t k = 0; k < i; ++k) REQUIRE((names[i] == names[k]) == (cuts[i] == cuts[k]));
    }
  }
}

TEST_CASE("screen: what is not zero gets a cell, the rest goes by largest remainder") {
  const auto shares = [](std::vector<std::uint64_t> parts, std::uint64_t scale, std::size_t cells) {
    return share_out(parts, scale, cells);
  };
  CHECK(shares({50, 50}, 100, 10) == std::vector<std::size_t>{5, 5});
  CHECK(shares({999, 1}, 1000, 10) == std::vector<std::size_t>{9, 1});
  CHECK(shares({1, 1, 1}, 3, 10) == std::vector<std::size_t>{4, 3, 3});
  CHECK(shares({0, 0}, 10, 10) == std::vector<std::size_t>{0, 0});
  CHECK(shares({1, 0}, 1000, 10) == std::vector<std::size_t>{1, 0});
  CHECK(shares({250, 250}, 1000, 10) == std::vector<std::size_t>{3, 2});
  std::mt19937_64 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::array<std::uint64_t, 4> parts{};
    for (auto& part : parts) part = random() % 3 == 0 ? 0 : random() >> (2 + random() % 60);
    const std::uint64_t sum = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
    const std::size_t cells = 4 + random() % 100;
    const auto got = share_out(parts, std::max<std::uint64_t>(sum, 1), cells);
    REQUIRE(std::accumulate(got.begin(), got.end(), std::size_t{0}) == (sum == 0 ? 0 : cells));
    for (std::size_t i = 0; i < parts.size(); ++i) REQUIRE((parts[i] > 0) == (got[i] > 0));
  }
}

TEST_CASE("screen: a single bar ends in eighths, in ASCII in whole cells") {
  CHECK(bar(0, 10, 8).empty());
  CHECK(bar(10, 10, 4) == "████");
  CHECK(bar(5, 10, 5) == "██▌");
  CHECK(bar(1, 1'000'000, 10) == "▏");
  CHECK(bar(5, 10, 5, true) == "###");
  CHECK(bar(1, 1'000'000, 10, true) == "#");
}

TEST_CASE("screen: a trend shows the last days, each by its part of the most") {
  CHECK(trend({0, 1, 4, 8}, 10) == "·▂▅█");
  CHECK(trend({9, 9, 0, 1, 4, 8}, 4) == "·▂▅█");
  CHECK(trend({1, 1000}, 2) == "▁█");
  CHECK(trend({0, 0}, 2) == "··");
  CHECK(trend({0, 1, 1000}, 3, true) == " _#");
}

TEST_CASE("screen: columns get narrow, then closer, then go, the least worth first") {
  const std::vector<LayoutColumn> columns{
      {30, 16, 4, 9}, {8, 8, 4, 9}, {7, 7, 4, 5}, {7, 7, 4, 4}, {20, 10, 4, 2, true}};
  const auto widths = [&](std::size_t width) { return fit_columns(columns, width).widths; };
  CHECK(widths(0) == std::vector<std::size_t>{30, 8, 7, 7, 20});
  CHECK(widths(80) == std::vector<std::size_t>{30, 8, 7, 7, 20});
  CHECK(widths(60) == std::vector<std::size_t>{20, 8, 7, 7, 10});
  CHECK(fit_columns(columns, 52).gap == 1);
  CHECK(widths(52) == std::vector<std::size_t>{16, 8, 7, 7, 10});
  CHECK(widths(51) == std::vector<std::size_t>{23, 8, 7, 7, 0});
  CHECK(widths(40) == std::vector<std::size_t>{21, 8, 7, 0, 0});
  CHECK(widths(30) == std::vector<std::size_t>{20, 8, 0, 0, 0});
  CHECK(widths(15) == std::vector<std::size_t>{7, 7, 0, 0, 0});
  CHECK(fit_columns(columns, 40).needed == 52);
  for (std::size_t width = 9; width < 120; ++width) {
    CHECK(fit_columns(columns, width).total() <= width);
  }
}

TEST_CASE("screen: the title says what was asked for, and what the log covers where that is less") {
  const TimeRange covered{kNovember + kDay / 2, kNovember + 3 * kDay};
  CHECK(range_line(of_range({}, covered)) == "2026-11-01 12:00 – 11-04 00:00 UTC");
  CHECK(range_line(of_range({}, std::nullopt)).empty());
  CHECK(range_line(of_range({}, TimeRange{kNovember, kNovember + kDay / 2})) ==
        "2026-11-01 00:00 – 12:00 UTC");
  CHECK(range_line(of_range({kNovember + kDay, kNovember + 2 * kDay}, covered)) ==
        "2026-11-02 UTC");
  CHECK(range_line(of_range({kNovember + kDay, kEndOfTime}, covered)) ==
        "2026-11-02 00:00 – 11-04 00:00 UTC");
  CHECK(range_line(of_range({kNovember - kDay, kNovember + 2 * kDay}, covered)) ==
        "2026-10-31 – 11-02 UTC (log: 2026-11-01 12:00 – 11-04 00:00)");
}

TEST_CASE("screen: a year stands where the times are of several") {
  const Report one = of_range({}, TimeRange{kNovember, kNovember + kDay});
  CHECK(ScreenClock(one).text(kNovember, false) == "11-01 00:00");
  CHECK(ScreenClock(one).text(kNovember + 7 * kMicrosPerSecond, true) == "11-01 00:00:07");
  CHECK(ScreenClock(one).day("2026-11-28") == "11-28 Sat");
  const Report two = of_range({}, TimeRange{kNovember, kNovember + 100 * kDay});
  CHECK(ScreenClock(two).text(kNovember, false) == "2026-11-01 00:00");
  CHECK(ScreenClock(two).day("2026-11-28") == "2026-11-28 Sat");
}

TEST_CASE("screen: a sentence is wrapped at blanks, and goes on further in") {
  const auto lines = [](const Line& line, unsigned width) {
    std::string text;
    Output out(text);
    write_line(line, {.width = width}, out);
    (void)out.finish();
    return text;
  };
  CHECK(lines({Line::Mark::plain, "a short one"}, 80) == "a short one\n");
  CHECK(lines({Line::Mark::plain, "    → one two three four five"}, 20) ==
        "    → one two three\n      four five\n");
  // A word too long for a line of its own: no line ends where the next one begins.
  CHECK(lines({Line::Mark::plain, "  ab " + std::string(20, 'x')}, 20) ==
        "  ab " + std::string(15, 'x') + "\n    xxxxx\n");
  CHECK(lines({Line::Mark::plain, "  abc " + std::string(20, 'x')}, 20) ==
        "  abc\n    " + std::string(16, 'x') + "\n    xxxx\n");
  CHECK(lines({Line::Mark::plain, std::string(50, 'x')}, 20) == std::string(20, 'x') + "\n  " +
                                                                    std::string(18, 'x') + "\n  " +
                                                                    std::string(12, 'x') + "\n");
}

TEST_CASE("screen: a line draws its series, and never breaks in it") {
  Line line{Line::Mark::plain, "per day  ", 9};
  line.series = {0, 1, 4, 8};
  line.behind = "  11-01 – 11-04, most 8 on 11-04";
  const auto written = [&](unsigned width, bool ascii) {
    std::string text;
    Output out(text);
    FormatOptions options;
    options.width = width;
    options.ascii = ascii;
    write_line(line, options, out);
    CHECK(out.finish());
    return text;
  };
  CHECK(written(80, false) == "per day  ·▂▅█  11-01 – 11-04, most 8 on 11-04\n");
  CHECK(written(32, false) == "per day  ·▂▅█  11-01 – 11-04,\n         most 8 on 11-04\n");
  CHECK(written(80, true).find("11-01 - 11-04") != std::string::npos);
}

TEST_CASE("screen: a title that is too long is cut in its middle") {
  Report report;
  report.title.assign(90, 'a');
  report.title += "@example.org";
  std::string text;
  Output out(text);
  FormatOptions options;
  options.width = 60;
  write_title(report, options, out);
  CHECK(out.finish());
  const std::string first = text.substr(0, text.find('\n'));
  CHECK(display_width(first) == 60);
  CHECK(first.ends_with("@example.org"));
}
