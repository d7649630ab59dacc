#include "inputs/time_search.hpp"

#include <array>

#include <date/date.h>
#include <fmt/format.h>

#include "catch.hpp"
#include "inputs/input.hpp"
#include "support/log_files.hpp"

using namespace smtptally;

namespace {

constexpr Micros kBegin = Micros{1'795'132'800} * kMicrosPerSecond;  // 2026-11-20
constexpr Micros kDay = Micros{86'400} * kMicrosPerSecond;

struct StampedLine {
  std::size_t offset = 0;
  Micros time = 0;
};

/// A log and where its lines begin.
struct Log {
  std::string bytes;
  std::vector<StampedLine> lines;
  Micros last = kBegin;

  void add(Micros time, const std::string& stamp, std::size_t padding) {
    lines.push_back({bytes.size(), time});
    last = std::max(last, time);
    bytes += stamp + " mail cron[1]: " + std::string(padding, 'x') + "\n";
  }
};

/// "Nov 20 00:00:00": the bsd stamp of a time in UTC.
std::string bsd(Micros time) {
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string stamp = format_rfc3339(time, Zone());
  return fmt::format("{} {:>2} {}", kMonths.at(std::stoul(stamp.substr(5, 2)) - 1),
                     std::stoul(stamp.substr(8, 2)), stamp.substr(11, 8));
}

/// Rising stamps, uneven in time and bytes; with and without years.
Log uneven(unsigned seed, bool yearless) {
  Log log;
  std::uint64_t state = seed;
  Micros time = kBegin;
  for (unsigned i = 0; i < 300; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto number = static_cast<unsigned>(state >> 33U);
    time += Micros{number % 5 == 0 ? number % 200'000 : number % 3} * kMicrosPerSecond;
    log.add(time, yearless ? bsd(time) : format_rfc3339(time, Zone()), number % 17 * 11);
  }
  return log;
}

SeekOptions small_looks(unsigned seed) {
  SeekOptions options;
  options.block = 256U << (seed % 4);  // Longer than a line.
  options.looks = 2 + seed % 40;
  options.disorder = 0;
  return options;
}

int year_of(Micros time) { return std::stoi(format_rfc3339(time, Zone()).substr(0, 4)); }

}  // namespace

TEST_CASE("time search: no line in front of a place is too late, none behind it too early") {
  LogFiles files;
  std::size_t wasted = 0;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    const Log log = uneven(seed, seed % 2 == 0);
    const auto file = RandomFile::open(files.write("log", log.bytes, log.last));
    REQUIRE(file);
    for (std::size_t i = 0; i < log.lines.size(); i += 7) {
      HeadCache heads;
      TimeSearch search(*file.value(), Zone(), 2026, small_looks(seed), heads);
      REQUIRE(!search.survey());
      const Micros time = log.lines[i].time;
      const auto from = search.last_before(time);
      const auto to = search.first_from(time);
      INFO("seed " << seed << ", line " << i << (from ? "" : from.error().message));
      REQUIRE(from);
      REQUIRE(to);
      bool begins_line = false;
      for (const StampedLine& line : log.lines) {
        if (line.offset < from.value().offset) REQUIRE(line.time < time);
        if (line.offset >= to.value()) REQUIRE(line.time >= time);
        if (line.offset != from.value().offset) continue;
        begins_line = true;
        REQUIRE(from.value().year == year_of(line.time));
      }
      REQUIRE(begins_line);
      wasted = std::max<std::size_t>(wasted, to.value() - from.value().offset);
    }
  }
  CHECK(wasted < 10'000);  // Of 30'000: a few looks, and the lines of one time.
}

TEST_CASE("time search: what can not be searched is refused") {
  LogFiles files;
  struct Case {
    std::string what;
    std::string bytes;
    std::string error;
  };
  Log falling;
  for (int i = 0; i < 100; ++i) falling.add(kBegin, bsd(kBegin - i * kDay / 24), 10);
  Log leap;  // Every hour of 40 days, a February 29 among them, said to be of 2026.
  const Micros in_2028 = date::sys_days{date::year(2028) / 2 / 1}.time_since_epoch().count() * kDay;
  for (int i = 0; i < 40 * 24; ++i) leap.add(kBegin, bsd(in_2028 + i * kDay / 24), 10);
  Log leap_at_end;  // The same up to the midnight of March 1, in a line as long as a look.
  for (int i = 0; i <= 29 * 24; ++i) {
    leap_at_end.add(kBegin, bsd(in_2028 + i * kDay / 24), i < 29 * 24 ? 10 : 970);
  }
  const std::vector<Case> cases{
      {"nothing", "", "no line with a time begins behind byte 0"},
      {"no log", std::string(5'000, 'x'), "no line with a time begins behind byte 0"},
      {"falling", falling.bytes, "its stamps do not rise"},
      {"leap day", leap.bytes, "its stamps have no year, and February 29 none here"},
      {"leap day at the end", leap_at_end.bytes,
       "its stamps have no year, and February 29 none here"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const auto file = RandomFile::open(files.write("log", c.bytes, kBegin));
    REQUIRE(file);
    SeekOptions options = small_looks(2);
    options.looks = 3;
    options.disorder = 25 * (kDay / 24);  // What February 29 steps back as March 1.
    HeadCache heads;
    TimeSearch search(*file.value(), Zone(), 2026, options, heads);
    const auto error = search.survey();
    REQUIRE(error);
    CHECK(error->message == c.error);
  }
}

TEST_CASE("time search: a little disorder is allowed") {
  LogFiles files;
  Log log;
  for (int i = 0; i < 500; ++i) {
    const Micros time = kBegin + (i - (i % 3 == 0 ? 5 : 0)) * kMicrosPerSecond;
    log.add(time, bsd(time), 10);
  }
  const auto file = RandomFile::open(files.write("log", log.bytes, log.last));
  REQUIRE(file);
  SeekOptions options = small_looks(2);
  options.disorder = 10 * kMicrosPerSecond;
  HeadCache heads;
  TimeSearch search(*file.value(), Zone(), 2026, options, heads);
  CHECK(!search.survey());
  options.disorder = 2 * kMicrosPerSecond;
  TimeSearch strict(*file.value(), Zone(), 2026, options, heads);
  CHECK(strict.survey());
}

TEST_CASE("years: stamps are of the latest year in which they are not later, give or take a day") {
  constexpr Micros kLimit = Micros{1'772'323'200} * kMicrosPerSecond;  // 2026-03-01
  CHECK(years_behind(kLimit, kLimit, Zone()) == 0);
  CHECK(years_behind(kLimit + kDay, kLimit, Zone()) == 0);
  CHECK(years_behind(kLimit + kDay + 1, kLimit, Zone()) == 1);
  CHECK(years_behind(kLimit + 366 * kDay, kLimit, Zone()) == 1);
  CHECK(years_behind(kLimit + 366 * kDay + 1, kLimit, Zone()) == 2);
  CHECK(years_behind(kLimit + 14'610 * kDay, kLimit, Zone()) == 40);
  CHECK(years_behind(kLimit + 14'612 * kDay, kLimit, Zone()) == 0);
}
