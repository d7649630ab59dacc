#include "catch.hpp"
#include "unusual/trial.hpp"

using namespace smtptally;
using namespace smtptally::bench;

TEST_CASE("unusual: a simulated server has few false alarms, and takeovers are found") {
  // A small one of tests/bench/unusual_simulation.cpp, with a seed of neither of its sets.
  constexpr std::size_t scale = 60;  // Of fewer senders the shares mean nothing.
  const Trial trial({4 * scale, scale, scale / 2, scale, scale, scale / 2, scale}, 1001);
  const UnusualOptions options;
  const FalseAlarms wrong = sum_of(trial.false_alarms(options));
  CHECK(FalseAlarms::per_thousand(wrong.high, wrong.sender_days) <= 1.0);
  CHECK(FalseAlarms::per_thousand(wrong.findings, wrong.sender_days) <= 3.0);
  CHECK(sum_of(trial.detection({.messages = 200}, options)).share() >= 0.8);
  Detection taken;
  for (const Attack& kind : takeovers()) {
    taken = sum_of({taken, sum_of(trial.detection(kind, options))});
  }
  CHECK(taken.share_high() >= 0.95);
}
