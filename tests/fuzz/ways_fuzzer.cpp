// However a log whose stamps rise is read, the report is the same: in one file or in two, by one
// thread or by three with slices of some bytes, the range sought or all of it read, in one run or
// in parts that are merged.
//
// The first argument says whose log it is, see LogKind, and is the seed of all that is drawn here.
// Of lines of syslog a letter in front says how much later the line is; those of Exim's own log and
// of Exchange have stamps, by which they are sorted.

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
#include "smtptally/time_spec.hpp"
#include "support/exchange_log.hpp"

using namespace smtptally;

namespace {

constexpr Micros kSecond = kMicrosPerSecond;
constexpr Micros kBegin = Micros{1'795'168'800} * kSecond;  // 2026-11-20T10:00:00Z
constexpr std::size_t kMostLines = 400;

struct Line {
  Micros time = 0;
  std::string stamp;
  std::string text;
};

struct Log {
  LogKind kind = LogKind::syslog;
  std::vector<Line> lines;

  [[nodiscard]] std::string bytes(std::size_t begin, std::size_t end) const {
    std::vector<std::string> rows;
    std::string bytes;
    for (std::size_t i = begin; i < end; ++i) {
      if (kind == LogKind::exchange) {
        rows.push_back(lines[i].stamp + lines[i].text);
      } else {
        bytes += lines[i].stamp + ' ' + lines[i].text + '\n';
      }
    }
    return kind == LogKind::exchange ? exchange_text(rows, 0, rows.size()) : bytes;
  }
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

/// Takes a line off the front.
std::string_view next_line(std::string_view& bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(std::min(bytes.size(), end + 1));
  return line;
}

std::vector<Line> stamped(std::string_view bytes, bool yearless) {
  static constexpr std::array<Micros, 8> kSteps{0, 1, 1, 5, 60, 660, 3'660, 21'600};
  std::vector<Line> lines;
  Micros now = kBegin;
  while (!bytes.empty() && lines.size() < kMostLines) {
    const std::string_view line = next_line(bytes);
    if (line.size() < 2) continue;
    now += kSteps.at(static_cast<unsigned char>(line[0]) % kSteps.size()) * kSecond;
    lines.push_back(
        {now, yearless ? bsd(now) : format_rfc3339(now, Zone()), std::string(line.substr(1))});
  }
  return lines;
}

/// Lines with stamps of their own, on which others depend: "2026-03-02T08:00:00.000Z,…" of
/// Exchange, "2026-11-29 00:48:18 …" of Exim, whose ids name the second. Others are left out.
std::vector<Line> sorted(std::string_view bytes, LogKind kind) {
  const bool exchange = kind == LogKind::exchange;
  const std::string_view form = exchange ? "0000-00-00T00:00:00.000Z," : "0000-00-00 00:00:00 ";
  const std::size_t stamp = form.size() - 1;
  std::vector<Line> lines;
  while (!bytes.empty() && lines.size() < kMostLines) {
    std::string_view line = next_line(bytes);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() < form.size()) continue;
    const bool is_stamp = std::equal(form.begin(), form.end(), line.begin(), [](char f, char c) {
      return f == '0' ? c >= '0' && c <= '9' : f == c;
    });
    if (!is_stamp || !line.starts_with("2026")) continue;
    const Result<TimeSpec> time = parse_time_spec(line.substr(0, stamp), kBegin, Zone());
    if (!time) continue;
    const std::size_t text = exchange ? stamp : stamp + 1;
    lines.push_back(
        {time.value().at, std::string(line.substr(0, stamp)), std::string(line.substr(text))});
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.time < b.time; });
  return lines;
}

[[noreturn]] void differ(const char* what, const Log& log, const Outcome& whole,
                         const Outcome& other) {
  fmt::print(stderr, "{}\n{}--- whole, status {}:\n{}{}--- other, status {}:\n{}{}", what,
             log.bytes(0, log.lines.size()), static_cast<int>(whole.status), whole.out, whole.err,
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
    const std::size_t cut = random_() % count;
    for (const std::size_t place : {std::size_t{0}, cut}) begin_like_a_log(log_.lines[place].text);
    first.hold(log_.bytes(0, count), log_.lines.back().time);
    config_.inputs = {first.path()};
    draw_range();
    config_.seek.allowed = false;
    config_.jobs = 1;
    const Outcome whole = run_program(config_);
    config_.jobs = 3;
    config_.slice = 64 + random_() % 1500;
    check("three jobs", whole, run_program(config_));
    config_.seek.allowed = true;
    config_.seek.least_bytes = 0;
    config_.seek.disorder = 4 * kSecond;
    constexpr std::array<Micros, 4> kSlacks{4, 60, 3600, 90'000};
    config_.seek.slack = kSlacks.at(random_() % 4) * kSecond;
    config_.seek.block = 128U << random_() % 5;
    config_.seek.looks = 2 + static_cast<unsigned>(random_() % 64);
    config_.seek.step = 64U << random_() % 6;
    check("sought, three jobs", whole, run_program(config_));
    config_.jobs = 1;
    check("sought", whole, run_program(config_));

    // Equal stamps on both sides would leave open which file is the first.
    if (cut == 0 || log_.lines[cut].time < log_.lines[cut - 1].time + 2 * kSecond) return;
    first.hold(log_.bytes(0, cut), log_.lines[cut - 1].time);
    second.hold(log_.bytes(cut, count), log_.lines.back().time);
    config_.inputs = {first.path(), second.path()};
    if (random_() % 2 == 0) std::swap(config_.inputs[0], config_.inputs[1]);
    check("two files, sought", whole, run_program(config_));
    config_.seek.allowed = false;
    check("two files", whole, run_program(config_));
    config_.jobs = 3;
    check("two files, three jobs", whole, run_program(config_));
    if (!config_.anonymize.empty()) return;  // Parts hold names.
    config_.jobs = 1 + 2 * static_cast<unsigned>(random_() % 2);
    check("two parts", whole, run_in_parts(config_, {{config_.inputs[0]}, {config_.inputs[1]}}));
    check("a part", whole, run_in_parts(config_, {config_.inputs}));
  }

 private:
  /// What does not begin like a log is none.
  void begin_like_a_log(std::string& text) const {
    if (log_.kind == LogKind::exchange) return;  // It has a header.
    text = log_.kind == LogKind::exim
               ? "exim 4.96 daemon started: pid=60, -q30m, listening for SMTP"
               : "mail postfix/master[1]: reload";
  }
  void draw_range() {
    const auto time = [&] {
      return log_.lines[random_() % log_.lines.size()].time + (Micros(random_() % 3) - 1) * kSecond;
    };
    const auto kind = random_() % 8;
    TimeRange& range = config_.selection.range;
    range = TimeRange();
    if (kind > 3) return;
    if (kind != 0) range.since = time();
    if (kind != 1) range.until = time();
    if (kind > 1 && range.until < range.since) std::swap(range.since, range.until);
  }
  void check(const char* what, const Outcome& whole, const Outcome& other) const {
    const bool says_the_same = !config_.seek.allowed && config_.inputs.size() == 1;
    if (other.status != whole.status || other.out != whole.out ||
        (says_the_same && other.err != whole.err)) {
      differ(what, log_, whole, other);
    }
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
  std::string drawn;
  if (!input.arguments.empty()) {
    drawn = input.arguments.front();
    input.arguments.erase(input.arguments.begin());
  }
  const std::uint64_t seed = drawn.empty() ? 0 : std::hash<std::string>()(drawn);
  input.arguments.emplace_back("mail.log");
  Config config;
  if (!fuzz_config(input.arguments, config)) return 0;
  // What these print of inputs and lines depends on the way on purpose.
  if (config.command == Command::check || config.command == Command::compare) return 0;
  config.format = OutputFormat::csv;
  config.stats = false;
  config.log_year.reset();
  config.mail = MailRequest();
  config.part = PartRequest();
  Log log;
  log.kind = log_kind(drawn);
  log.lines = log.kind == LogKind::syslog ? stamped(input.bytes, seed % 2 == 0)
                                          : sorted(input.bytes, log.kind);
  if (log.lines.empty()) return 0;
  Ways(std::move(log), std::move(config), seed).compare(first, second);
  return 0;
}
