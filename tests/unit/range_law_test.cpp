#include <algorithm>
#include <array>

#include <date/date.h>
#include <fmt/format.h>

#include "catch.hpp"
#include "reading/read_inputs.hpp"
#include "report/sender_changes.hpp"
#include "report/summary_before.hpp"
#include "report/views.hpp"
#include "support/effort.hpp"
#include "support/log_files.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"

using namespace smtptally;

namespace {

constexpr Micros kSecond = kMicrosPerSecond;

struct Line {
  Micros time = 0;
  std::string text;  ///< From the host on.
};

/// How the lines stand in the file.
enum class Shape : std::uint8_t {
  rfc3339,
  bsd,
  no_host,
  docker_logs_t,
  docker_in_syslog,
  json,
};
constexpr unsigned kShapes = 6;

/// A log to search: a random one, with what only matters between distant lines.
class RangeLog {
 public:
  explicit RangeLog(unsigned seed) : state_(seed * 2654435761U + 1) {
    const auto random = seed % 4 == 3 ? random_filter_log : random_log;
    std::vector<std::string> texts = with_pauses(random(seed, 12 + seed % 40), seed);
    if (seed % 3 == 0) shorten_pauses_ = true;
    for (const std::string& text : texts) add(text);
    if (seed % 4 == 1) stir();
  }

  unsigned pick(unsigned n) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<unsigned>((state_ >> 33U) % n);
  }

  /// The lines from `begin` to `end` as a file.
  [[nodiscard]] std::string bytes(std::size_t begin, std::size_t end, Shape shape) const {
    std::string bytes;
    for (std::size_t i = begin; i < end; ++i) bytes += in_shape(lines[i], shape) + '\n';
    return bytes;
  }

  std::vector<Line> lines;

 private:
  static std::string in_shape(const Line& line, Shape shape) {
    const std::string stamp = format_rfc3339(line.time, Zone());
    const std::string bsd_line = bsd(stamp) + ' ' + line.text;
    switch (shape) {
      case Shape::rfc3339:
        break;
      case Shape::bsd:
        return bsd_line;
      case Shape::no_host:
        return bsd(stamp) + line.text.substr(line.text.find(' '));
      case Shape::docker_logs_t:
        return stamp + ' ' + bsd_line;
      case Shape::docker_in_syslog:
        return bsd(stamp) + " dockerhost docker[7]: " + bsd_line;
      case Shape::json: {
        std::string escaped;
        for (const char c : bsd_line) (c == '"' || c == '\\' ? escaped += '\\' : escaped) += c;
        return R"({"log":")" + escaped + R"(\n","time":")" + stamp + R"("})";
      }
    }
    return stamp + ' ' + line.text;
  }
  static std::string bsd(const std::string& stamp) {
    static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const unsigned long month = std::stoul(stamp.substr(5, 2));
    return fmt::format("{} {:>2} {}", kMonths.at(month - 1), std::stoul(stamp.substr(8, 2)),
                       stamp.substr(11, 8));
  }

  void add(const std::string& text) {
    const auto number = [&](std::size_t at, std::size_t size) {
      return static_cast<int>(std::stoul(text.substr(at, size)));
    };
    const date::sys_days day{date::year(number(0, 4)) / number(5, 2) / number(8, 2)};
    Micros time = day.time_since_epoch().count() * Micros{86400} + number(11, 2) * Micros{3600} +
                  number(14, 2) * Micros{60} + number(17, 2);
    if (shorten_pauses_) time = 1'795'132'800 + (time - 1'795'132'800) / 900;
    Line line{time * kSecond, text.substr(text.find(' ') + 1)};
    mix_filters(line.text);
    const unsigned kind = pick(60);
    lines.push_back(line);
    if (kind == 0)
      lines.push_back(
          {line.time, "mail rsyslogd: imuxsock lost 7 messages from pid 5 due to rate-limiting"});
    if (kind == 1) {
      lines.push_back({line.time,
                       "mail postfix/smtpd[5]: warning: unknown[192.0.2.8]: SASL LOGIN "
                       "authentication failed: UGFzc3dvcmQ6, sasl_username=eve"});
    }
  }

  /// Some clients are on this machine, and what filters accepted names ids of this log.
  void mix_filters(std::string& text) {
    constexpr std::string_view kClient = "unknown[192.0.2.1]";
    for (auto at = text.find(kClient); at != std::string::npos; at = text.find(kClient)) {
      text.replace(at, kClient.size(), "localhost[127.0.0.1]");
    }
    const auto queued = text.find("0123456789AB");
    const unsigned n = pick(60);
    if (queued != std::string::npos) {
      text.replace(queued, 12, fmt::format("{:05X}9E3A{:02X}", 0xA1000 + n, n));
    }
  }

  /// Lines in an order that a second or two would mend.
  void stir() {
    for (std::size_t i = 1; i < lines.size(); ++i) {
      if (lines[i].time - lines[i - 1].time <= 2 * kSecond && pick(3) == 0) {
        std::swap(lines[i], lines[i - 1]);
      }
    }
  }

  std::uint64_t state_;
  bool shorten_pauses_ = false;
};

/// What a user sees: the report and what its warnings are made of.
std::string seen(const ReadResult& read, const Config& config) {
  const Coverage& coverage = read.piece->collected().coverage();
  std::string text = report_of(*read.piece, config);
  text +=
      fmt::format("{} counted, {} lost, {} refused, unknown: {}\n",
                  coverage[CoverageItem::messages_counted], coverage[CoverageItem::loss_markers],
                  read.piece->collected().failure_count(FailureKind::login).wanted,
                  fmt::join(coverage.unknown_by_reason(), " "));
  for (const InputNote& note : read.notes) text += note.message.english + "\n";
  return text;
}

TimeRange random_range(RangeLog& log) {
  TimeRange range;
  const auto time = [&] {
    return log.lines[log.pick(static_cast<unsigned>(log.lines.size()))].time +
           (Micros{log.pick(3)} - 1) * kSecond;
  };
  const unsigned kind = log.pick(8);
  if (kind != 0) range.since = time();
  if (kind != 1) range.until = time();
  if (kind > 1 && range.until < range.since) std::swap(range.since, range.until);
  return range;
}

std::vector<std::string> write_rotated(LogFiles& files, RangeLog& log) {
  const auto shape = static_cast<Shape>(log.pick(kShapes));
  const std::size_t count = 1 + log.pick(3);
  std::vector<std::string> paths;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= count; ++i) {
    const std::size_t end = log.lines.size() * i / count;
    Micros last = log.lines[begin].time;
    for (std::size_t l = begin; l < end; ++l) last = std::max(last, log.lines[l].time);
    const std::string name = fmt::format("mail.log.{}", count - i);
    paths.push_back(files.write(name, log.bytes(begin, end, shape), last));
    begin = end;
  }
  return paths;
}

/// The senders of one of the periods, with their classes.
std::string period_of_senders(const ReadResult& read, const Config& config,
                              PeriodCounts SenderChange::*period) {
  std::vector<std::string> lines;
  for (const SenderChange& sender : sender_changes(config, read.piece->collected())) {
    const PeriodCounts& counts = sender.*period;
    if (counts.messages == 0) continue;
    lines.push_back(
        fmt::format("{} {}: {}\n", sender.sender, counts.messages, fmt::join(counts.classes, " ")));
  }
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, ""));
}

}  // namespace

TEST_CASE("range: reading a part of the files gives the report that reading all of them gives") {
  LogFiles files;
  std::uint64_t skipped = 0;
  std::uint64_t counted = 0;
  std::uint64_t lost = 0;
  std::uint64_t refused = 0;
  unsigned parts = 0;
  for (unsigned seed = 1; seed <= effort(180); ++seed) {
    RangeLog log(seed);
    Config config = test_config(Command::events);
    config.now = Micros{1'990'000'000} * kSecond;
    config.selection.auth = seed % 2 == 0 ? AuthScope::only : AuthScope::any;
    if (seed % 7 == 0) {
      config.failures = true;
    } else if (seed % 5 == 0) {
      config.command = Command::pivot;
      config.preset = "tls";
    }
    config.inputs = write_rotated(files, log);
    config.seek.least_bytes = 0;
    config.seek.disorder = 4 * kSecond;
    constexpr std::array<Micros, 4> kSlacks{4, 60, 3600, 90'000};
    for (unsigned attempt = 0; attempt < 12; ++attempt) {
      config.selection.range = random_range(log);
      config.seek.slack = kSlacks[log.pick(4)] * kSecond;
      config.seek.block = 128U << log.pick(5);
      config.seek.looks = 2 + log.pick(64);
      config.seek.step = 64U << log.pick(6);
      const CollectSpec spec = find_view(config.command).collect(config);
      config.seek.allowed = false;
      config.jobs = 1;
      Meter meter;
      const ReadResult whole = read_inputs(config, spec, meter);
      config.seek.allowed = true;
      config.jobs = 1 + log.pick(3);
      config.slice = 64U << log.pick(8);
      const ReadResult part = read_inputs(config, spec, meter);
      const std::string expected = seen(whole, config);
      INFO("seed " << seed << ", " << config.jobs << " jobs, " << config.inputs.size()
                   << " files, since "
                   << format_rfc3339(std::max(config.selection.range.since, Micros{0}), Zone())
                   << ", slack " << config.seek.slack / kSecond << ", attempt " << attempt
                   << "\nnotes: " << part.inputs.back().note.english << "\n"
                   << (log.lines.size() < 150 ? log.bytes(0, log.lines.size(), Shape::rfc3339)
                                              : ""));
      REQUIRE(seen(part, config) == expected);
      if (config.jobs > 1) {
        Config alone = config;
        alone.jobs = 1;
        REQUIRE(amounts_of(part) == amounts_of(read_inputs(alone, spec, meter)));
      }
      const std::uint64_t left_out =
          part.piece->collected().coverage()[CoverageItem::bytes_skipped];
      skipped += left_out;
      parts += left_out > 0 ? 1 : 0;
      counted += part.piece->collected().coverage()[CoverageItem::messages_counted];
      lost += part.piece->collected().coverage()[CoverageItem::loss_markers];
      refused += part.piece->collected().failure_count(FailureKind::login).wanted;
    }
  }
  // The test is about something: many ranges are read in part, and hold messages.
  INFO(skipped << " bytes in " << parts << " runs, " << counted << " messages");
  CHECK(parts > effort(600));
  CHECK(counted > effort(4'500));
  CHECK(lost > effort(450));
  CHECK(refused > effort(450));
}

TEST_CASE("range: two periods read together have the numbers of two runs, one for each") {
  LogFiles files;
  std::uint64_t counted_before = 0;
  unsigned parts = 0;
  for (unsigned seed = 1; seed <= effort(200); ++seed) {
    RangeLog log(seed);
    Config config = test_config(Command::compare);
    config.now = Micros{1'990'000'000} * kSecond;
    config.selection.auth = seed % 2 == 0 ? AuthScope::only : AuthScope::any;
    config.inputs = write_rotated(files, log);
    config.seek.least_bytes = 0;
    config.seek.disorder = 4 * kSecond;
    for (unsigned attempt = 0; attempt < 8; ++attempt) {
      // They may overlap, and either may come first.
      config.selection.range = random_range(log);
      config.selection.before = random_range(log);
      constexpr std::array<Micros, 4> kSlacks{4, 60, 3600, 90'000};
      config.seek.slack = kSlacks[log.pick(4)] * kSecond;
      config.seek.block = 128U << log.pick(5);
      config.seek.looks = 2 + log.pick(64);
      config.seek.step = 64U << log.pick(6);
      config.jobs = 1 + log.pick(3);
      config.slice = 64U << log.pick(8);
      const CollectSpec spec = find_view(config.command).collect(config);
      Meter meter;
      const ReadResult both = read_inputs(config, spec, meter);
      Config alone = config;
      alone.seek.allowed = false;
      alone.jobs = 1;
      alone.selection.before.reset();
      const ReadResult now = read_inputs(alone, spec, meter);
      alone.selection.range = *config.selection.before;
      const ReadResult before = read_inputs(alone, spec, meter);
      INFO("seed " << seed << ", attempt " << attempt << ", " << config.jobs << " jobs, range of "
                   << format_rfc3339(std::max(config.selection.range.since, Micros{0}), Zone())
                   << ", before "
                   << format_rfc3339(std::max(config.selection.before->since, Micros{0}), Zone()));
      REQUIRE(period_of_senders(both, config, &SenderChange::now) ==
              period_of_senders(now, config, &SenderChange::now));
      REQUIRE(period_of_senders(both, config, &SenderChange::before) ==
              period_of_senders(before, config, &SenderChange::now));
      const Coverage& coverage = both.piece->collected().coverage();
      const Coverage& of_range = now.piece->collected().coverage();
      REQUIRE(coverage[CoverageItem::messages_counted] == of_range[CoverageItem::messages_counted]);
      REQUIRE(coverage.unknown_by_reason() == of_range.unknown_by_reason());
      REQUIRE(coverage[CoverageItem::messages_accepted] -
                  coverage[CoverageItem::messages_outside_range] ==
              of_range[CoverageItem::messages_accepted] -
                  of_range[CoverageItem::messages_outside_range]);
      counted_before += before.piece->collected().coverage()[CoverageItem::messages_counted];
      parts += coverage[CoverageItem::bytes_skipped] > 0 ? 1U : 0U;
    }
  }
  INFO(counted_before << " messages before, " << parts << " runs in part");
  CHECK(counted_before > effort(1'000));
  CHECK(parts > effort(100));
}

TEST_CASE("range: a period before that the log cannot hold is left out, and nothing else changes") {
  LogFiles files;
  unsigned with_before = 0;
  unsigned without = 0;
  std::int64_t saved = 0;
  for (unsigned seed = 1; seed <= effort(200); ++seed) {
    RangeLog log(seed);
    Config config = test_config(Command::summary);
    config.now = Micros{1'990'000'000} * kSecond;
    config.inputs = write_rotated(files, log);
    config.seek.least_bytes = 0;
    config.seek.disorder = 4 * kSecond;
    config.seek.slack = 60 * kSecond;
    const CollectSpec spec = find_view(config.command).collect(config);
    for (unsigned attempt = 0; attempt < 8; ++attempt) {
      config.selection.range = random_range(log);
      const TimeRange& range = config.selection.range;
      if (range.since == kBeginningOfTime || range.until == kEndOfTime) continue;
      config.selection.before = TimeRange{2 * range.since - range.until, range.since};
      const auto figures = [&](const ReadResult& read) {
        const auto before = summary_before(config, read.piece->collected(), read.covered);
        return seen(read, config) +
               (before ? fmt::format("before: {} by {}, {}\n", before->counts.messages,
                                     before->senders, fmt::join(before->counts.classes, " "))
                       : std::string());
      };
      Meter meter;
      config.selection.before_only_whole = false;
      const ReadResult both = read_inputs(config, spec, meter);
      config.selection.before_only_whole = true;
      const ReadResult needed = read_inputs(config, spec, meter);
      INFO("seed " << seed << ", attempt " << attempt);
      REQUIRE(figures(needed) == figures(both));
      if (needed.piece->collected().counts_before()) ++with_before;
      if (!needed.piece->collected().counts_before()) ++without;
      const auto skipped = [](const ReadResult& read) {
        return static_cast<std::int64_t>(
            read.piece->collected().coverage()[CoverageItem::bytes_skipped]);
      };
      saved += skipped(needed) - skipped(both);
    }
  }
  INFO(with_before << " with the period before, " << without << " without, bytes saved: " << saved);
  CHECK(with_before > effort(100));
  CHECK(without > effort(100));
  // Few of the logs have anything to leave out: none of the first ones, which a sanitizer tries.
  if (effort(200) == 200) CHECK(saved > 1'000);
}
