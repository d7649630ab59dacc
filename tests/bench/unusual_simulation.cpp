// Simulates senders and takeovers, and prints how often `unusual` is wrong and what it finds:
//   unusual_simulation [--check] [SENDERS]
// Limits were chosen with the seeds 1 to 4; --check takes 101 to 104, which were not looked at.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "unusual/trial.hpp"

namespace smtptally::bench {
namespace {

constexpr std::size_t kSeeds = 4;

/// Who a server has: mostly people.
Senders senders_of(std::size_t scale) {
  return {4 * scale, scale, scale / 2, scale, scale, scale / 2, scale};
}

template <class Results, class Measure>
Results all_of(const std::vector<Trial>& trials, const Measure& measure) {
  Results all;
  for (const Trial& trial : trials) {
    const Results part = measure(trial);
    if (all.empty()) all.resize(part.size());
    for (std::size_t i = 0; i < part.size(); ++i) all[i] = sum_of({all[i], part[i]});
  }
  return all;
}

Detection found_takeovers(const std::vector<Trial>& trials, const UnusualOptions& options) {
  Detection all;
  for (const Attack& kind : takeovers()) {
    for (const Trial& trial : trials) all = sum_of({all, sum_of(trial.detection(kind, options))});
  }
  return all;
}

double per_thousand(std::uint64_t count, const FalseAlarms& of) {
  return FalseAlarms::per_thousand(count, of.sender_days);
}

void print_populations(const std::vector<Trial>& trials) {
  const UnusualOptions options;
  const auto alarms = all_of<std::vector<FalseAlarms>>(
      trials, [&](const Trial& trial) { return trial.false_alarms(options); });
  constexpr std::array<std::uint32_t, 4> kMore{20, 50, 200, 1000};
  std::array<std::vector<Detection>, kMore.size()> detections;
  for (std::size_t i = 0; i < kMore.size(); ++i) {
    const Attack burst{.messages = kMore[i]};
    detections[i] = all_of<std::vector<Detection>>(
        trials, [&](const Trial& trial) { return trial.detection(burst, options); });
  }
  std::printf("by population    sender-days  high/1000  any/1000    +20    +50   +200  +1000\n");
  const auto row = [&](std::string_view name, const FalseAlarms& of, const auto& share) {
    std::printf("%-15.*s %12llu %10.2f %9.2f", static_cast<int>(name.size()), name.data(),
                static_cast<unsigned long long>(of.sender_days), per_thousand(of.high, of),
                per_thousand(of.findings, of));
    for (std::size_t i = 0; i < kMore.size(); ++i) std::printf(" %5.1f%%", 100 * share(i));
    std::printf("\n");
  };
  for (std::size_t p = 0; p < alarms.size(); ++p) {
    row(kPopulationNames[p], alarms[p], [&](std::size_t i) { return detections[i][p].share(); });
  }
  row("all", sum_of(alarms), [&](std::size_t i) { return sum_of(detections[i]).share(); });
  std::printf("false findings by signal:");
  const FalseAlarms all = sum_of(alarms);
  for (std::size_t s = 0; s < kSignalNames.size(); ++s) {
    if (all.by_signal[s] == 0) continue;
    std::printf(" %.*s %.2f", static_cast<int>(kSignalNames[s].size()), kSignalNames[s].data(),
                per_thousand(all.by_signal[s], all));
  }
  std::printf("\n\ntakeovers with two signals, by kind: found at any level, as high\n");
  for (const Attack& kind : takeovers()) {
    Detection found;
    for (const Trial& trial : trials)
      found = sum_of({found, sum_of(trial.detection(kind, options))});
    std::printf(
        "%5u messages in %2u h, %2u networks, %2u refused, %2u foreign, %3u recipients:"
        " %5.1f%% %5.1f%%\n",
        kind.messages, kind.hours, kind.networks, kind.refused, kind.foreign, kind.recipients,
        100 * found.share(), 100 * found.share_high());
  }
}

void print_thresholds(const std::vector<Trial>& trials) {
  std::printf(
      "\nby threshold: least times alarms/week  high/1000  any/1000   +200  takeovers high\n");
  for (const std::uint64_t least : {10U, 20U, 40U}) {
    for (const std::uint64_t times : {2U, 3U, 5U}) {
      for (const std::uint64_t alarms : {1U, 100U}) {
        UnusualOptions options;
        options.least = least;
        options.times = times;
        options.alarms_per_week = alarms;
        FalseAlarms wrong;
        Detection more;
        for (const Trial& trial : trials) {
          wrong = sum_of({wrong, sum_of(trial.false_alarms(options))});
          more = sum_of({more, sum_of(trial.detection({.messages = 200}, options))});
        }
        const Detection taken = found_takeovers(trials, options);
        std::printf("%19llu %5llu %11llu %10.2f %9.2f %5.1f%% %14.1f%%\n",
                    static_cast<unsigned long long>(least), static_cast<unsigned long long>(times),
                    static_cast<unsigned long long>(alarms), per_thousand(wrong.high, wrong),
                    per_thousand(wrong.findings, wrong), 100 * more.share(),
                    100 * taken.share_high());
      }
    }
  }
}

int simulate(int argc, char** argv) {
  std::uint64_t first_seed = 1;
  std::size_t scale = 100;
  bool thresholds = true;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--check") {
      first_seed = 101;
    } else if (word == "--short") {
      thresholds = false;
    } else {
      scale = std::strtoul(argv[i], nullptr, 10);
    }
  }
  if (scale == 0) return 2;
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < kSeeds; ++i) trials.emplace_back(senders_of(scale), first_seed + i);
  std::printf("seeds %llu to %llu, %s\n", static_cast<unsigned long long>(first_seed),
              static_cast<unsigned long long>(first_seed + kSeeds - 1),
              first_seed == 1 ? "with which limits were chosen" : "not used for choosing limits");
  print_populations(trials);
  if (thresholds) print_thresholds(trials);
  return 0;
}

}  // namespace
}  // namespace smtptally::bench

int main(int argc, char** argv) { return smtptally::bench::simulate(argc, argv); }
