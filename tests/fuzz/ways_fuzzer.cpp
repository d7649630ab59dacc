// However a log whose stamps rise is read, the report is the same: in one file or in two, by one
// thread or by three with slices of some bytes, the range sought or all of it read.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

#include <date/date.h>
#include <fmt/format.h>

#include "log_mutator.hpp"
#include "program.hpp"
#include "smtptally/time.hpp"

using namespace smtptally;

namespace {

constexpr Micros kSecond = kMicrosPerSecond;
constexpr Micros kBegin = Micros{1'795'168'800} * kSecond;  // 2026-11-20T10:00:00Z

/// The lines of an input with stamps that rise: the first letter of each says by how much.
struct Log {
  std::size_t stamp_bytes = 0;
  std::vector<Micros> times;
  std::vector<std::string> lines;
};

std::string bsd(Micros time) {
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const date::year_month_day day{date::sys_days(date::days(time / kSecond / 86400))};
  const auto second = time / kSecond % 86400;
  return fmt::format(
      "{} {:>2} {:02}:{:02}:{:02}", kMonths.at(static_cast<unsigned>(day.month()) - 1),
      static_cast<unsigned>(day.day()), second / 3600, second / 60 % 60, second % 60);
}

Log stamped(std::string_view bytes, bool yearless) {
  static constexpr std::array<Micros, 8> kSteps{0, 1, 1, 5, 60, 660, 3'660, 21'600};
  Log log;
  Micros now = kBegin;
  while (!bytes.empty() && log.lines.size() < 400) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(bytes.size(), end + 1));
    if (line.size() < 2) continue;
    now += kSteps.at(static_cast<unsigned char>(line[0]) % kSteps.size()) * kSecond;
    log.times.push_back(now);
    const std::string stamp = yearless ? bsd(now) : format_rfc3339(now, Zone());
    log.stamp_bytes = stamp.size();
    log.lines.push_back(stamp + ' ' + std::string(line.substr(1)) + '\n');
  }
  return log;
}

std::string joined(const Log& log, std::size_t begin, std::size_t end) {
  std::string bytes;
  for (std::size_t i = begin; i < end; ++i) bytes += log.lines[i];
  return bytes;
}

[[noreturn]] void differ(const char* what, const Log& log, const Outcome& whole,
                         const Outcome& other) {
  fmt::print(stderr, "{}\n{}--- whole, status {}:\n{}{}--- other, status {}:\n{}{}", what,
             joined(log, 0, log.lines.size()), static_cast<int>(whole.status), whole.out, whole.err,
             static_cast<int>(other.status), other.out, other.err);
  std::abort();
}

/// The report of the whole, and in the other ways.
class Ways {
 public:
  Ways(Log log, Config config, std::uint64_t seed)
      : log_(std::move(log)), config_(std::move(config)), random_(seed) {}

  void compare(MemoryFile& first, MemoryFile& second) {
    const std::size_t count = log_.lines.size();
    // What does not begin like a log is none.
    const std::size_t cut = random_() % count;
    for (const std::size_t place : {std::size_t{0}, cut}) {
      std::string& line = log_.lines[place];
      line = line.substr(0, log_.stamp_bytes) + " mail postfix/master[1]: reload\n";
    }
    first.hold(joined(log_, 0, count), log_.times.back());
    config_.inputs = {first.path()};
    draw_range();
    config_.seek.allowed = false;
    config_.jobs = 1;
    const Outcome whole = run_program(config_);
    config_.jobs = 3;
    config_.slice = 64 + random_() % 1500;
    check("three jobs", whole);
    config_.seek.allowed = true;
    config_.seek.least_bytes = 0;
    config_.seek.disorder = 4 * kSecond;
    constexpr std::array<Micros, 4> kSlacks{4, 60, 3600, 90'000};
    config_.seek.slack = kSlacks.at(random_() % 4) * kSecond;
    config_.seek.block = 128U << random_() % 5;
    config_.seek.looks = 2 + static_cast<unsigned>(random_() % 64);
    config_.seek.step = 64U << random_() % 6;
    check("sought, three jobs", whole);
    config_.jobs = 1;
    check("sought", whole);

    // Equal stamps on both sides would leave open which file is the first.
    if (cut == 0 || log_.times[cut] < log_.times[cut - 1] + 2 * kSecond) return;
    first.hold(joined(log_, 0, cut), log_.times[cut - 1]);
    second.hold(joined(log_, cut, count), log_.times.back());
    config_.inputs = {first.path(), second.path()};
    if (random_() % 2 == 0) std::swap(config_.inputs[0], config_.inputs[1]);
    check("two files, sought", whole);
    config_.seek.allowed = false;
    check("two files", whole);
    config_.jobs = 3;
    check("two files, three jobs", whole);
  }

 private:
  void draw_range() {
    const auto time = [&] {
      return log_.times[random_() % log_.times.size()] + (Micros(random_() % 3) - 1) * kSecond;
    };
    const auto kind = random_() % 8;
    TimeRange& range = config_.selection.range;
    range = TimeRange();
    if (kind > 3) return;
    if (kind != 0) range.since = time();
    if (kind != 1) range.until = time();
    if (kind > 1 && range.until < range.since) std::swap(range.since, range.until);
  }
  void check(const char* what, const Outcome& whole) const {
    Outcome other = run_program(config_);
    if (config_.seek.allowed || config_.inputs.size() > 1) other.err = whole.err;
    if (!(other == whole)) differ(what, log_, whole, other);
  }

  Log log_;
  Config config_;
  std::mt19937_64 random_;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return LogMutator(seed, LogMutator::Stamps::drawn).mutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MemoryFile first;
  static MemoryFile second;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  FuzzInput input = fuzz_input(all);
  // The first argument is the seed of what is drawn here.
  const std::uint64_t seed =
      input.arguments.empty() ? 0 : std::hash<std::string>()(input.arguments.front());
  if (!input.arguments.empty()) input.arguments.erase(input.arguments.begin());
  input.arguments.emplace_back("mail.log");
  Config config;
  if (!fuzz_config(input.arguments, config)) return 0;
  // What these print of inputs and lines depends on the way on purpose.
  if (config.command == Command::check || config.command == Command::compare) return 0;
  config.format = OutputFormat::csv;
  config.stats = false;
  config.log_year.reset();
  Log log = stamped(input.bytes, seed % 2 == 0);
  if (log.lines.empty()) return 0;
  Ways(std::move(log), std::move(config), seed).compare(first, second);
  return 0;
}
