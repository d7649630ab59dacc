#include "pivot/sender_habits.hpp"

#include <array>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"
#include "support/effort.hpp"

using namespace smtptally;

namespace {

constexpr Micros kDay = Micros{86'400} * kMicrosPerSecond;

/// A message or a refusal, by its number.
struct Step {
  std::string account;
  std::string client;
  std::string address;
  Micros time = 0;
  unsigned kind = 0;
  std::uint64_t recipients = 1;
  TlsEvidence tls = TlsEvidence::tls1_3;
  std::string_view mechanism = "PLAIN";
};

/// Few enough accounts, hours and clients that cells meet; sometimes more than the limits keep.
std::vector<Step> steps_of(unsigned seed, std::size_t count, unsigned clients) {
  std::mt19937 random(seed);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < count; ++i) {
    Step step;
    step.account = fmt::format("user{}@Example.org", random() % 3);
    const auto network = random() % clients;  // Compilers order arguments as they like.
    step.client = fmt::format("192.0.{}.{}", network, random() % 2);
    step.address =
        random() % 2 == 0 ? step.account : fmt::format("alias{}@x.example", random() % clients);
    step.time = 20'000 * kDay + static_cast<Micros>(random() % (3 * 86'400)) * kMicrosPerSecond;
    step.kind = random() % 8;
    step.recipients = random() % 5;
    step.tls = random() % 2 == 0 ? TlsEvidence::tls1_2 : TlsEvidence::plain;
    step.mechanism = random() % 2 == 0 ? "PLAIN" : "LOGIN";
    steps.push_back(std::move(step));
  }
  return steps;
}

void take(SenderHabits& habits, const Step& step) {
  MessageText text(SenderKind::account, false);
  if (step.kind == 0) {
    LoginFailure login;
    login.time = step.time;
    login.client = step.client;
    login.account = step.account;
    return habits.add(failure_of(login), text);
  }
  if (step.kind == 1) {
    HandshakeFailure handshake;
    handshake.time = step.time;
    handshake.client = step.client;
    return habits.add(failure_of(handshake), text);
  }
  Message message;
  message.time = step.time;
  message.host = "mx";
  message.service = step.kind == 2 ? "smtpd" : "submission/smtpd";
  message.account = step.account;
  message.authenticated = step.kind != 3;
  message.client = step.client;
  message.envelope_sender = step.address;
  message.has_envelope = true;
  message.mechanism = step.mechanism;
  message.recipients = step.recipients;
  message.tls = step.tls;
  habits.add(message, text, Zone());
}

SenderHabits habits_of(std::span<const Step> steps) {
  SenderHabits habits;
  for (const Step& step : steps) take(habits, step);
  return habits;
}

}  // namespace

TEST_CASE("habits: every cut, and every grouping of parts, gives the habits of the whole") {
  for (unsigned seed = 1; seed <= effort(12); ++seed) {
    // The last ones have more clients and addresses in a day than are kept.
    const unsigned clients = seed % 3 == 0 ? 400 : 6;
    const std::vector<Step> steps = steps_of(seed, clients == 6 ? 60 : 3000, clients);
    const std::span all(steps);
    const SenderHabits whole = habits_of(all);
    const std::size_t stride = clients == 6 ? 1 : 457;
    for (std::size_t cut = 0; cut <= steps.size(); cut += stride) {
      INFO("seed " << seed << ", cut at " << cut);
      SenderHabits left = habits_of(all.first(cut));
      left.merge(habits_of(all.subspan(cut)));
      REQUIRE(left == whole);
      SenderHabits right = habits_of(all.subspan(cut));  // The other order.
      right.merge(habits_of(all.first(cut)));
      REQUIRE(right == whole);
    }
    const std::size_t third = steps.size() / 3;
    SenderHabits tail = habits_of(all.subspan(third, third));
    tail.merge(habits_of(all.subspan(2 * third)));
    SenderHabits grouped = habits_of(all.first(third));
    grouped.merge(tail);
    CHECK(grouped == whole);
  }
}

TEST_CASE("habits: nothing is the identity, and a part that was cleared is nothing") {
  const std::vector<Step> steps = steps_of(7, 100, 6);
  const SenderHabits whole = habits_of(steps);
  SenderHabits merged;
  merged.merge(whole);
  CHECK(merged == whole);
  SenderHabits cleared = habits_of(steps);
  cleared.finish();
  cleared.clear();
  CHECK(cleared == SenderHabits());
  merged.merge(cleared);
  CHECK(merged == whole);
  // It is used again, with its old numbers of texts.
  for (const Step& step : steps) take(cleared, step);
  CHECK(cleared == whole);
}

TEST_CASE("habits: differ where one number differs") {
  const std::vector<Step> steps = steps_of(3, 80, 6);
  const SenderHabits whole = habits_of(steps);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == 3) continue;  // Without a login, it is not counted.
    std::vector<Step> changed = steps;
    changed[i].time -= 10 * kDay;  // Before all: of handshakes the first one is kept.
    INFO(i << ": kind " << steps[i].kind << ", " << steps[i].client << ", " << steps[i].recipients);
    CHECK_FALSE(habits_of(changed) == whole);
  }
}

TEST_CASE("habits: keep all clients of a day up to a limit, and above it none") {
  for (const std::size_t clients : {AccountHabits::kMostClients, AccountHabits::kMostClients + 1}) {
    std::vector<Step> steps;
    for (std::size_t i = 0; i < clients; ++i) {
      Step step;
      step.account = "a@example.org";
      step.address = step.account;
      step.client = fmt::format("192.0.{}.{}", i / 200, i % 200);
      step.time = 20'000 * kDay + static_cast<Micros>(i % 24) * 3600 * kMicrosPerSecond;
      step.kind = 4;
      steps.push_back(step);
    }
    SenderHabits habits = habits_of(steps);
    habits.finish();
    std::uint64_t messages = 0;
    std::size_t kept = 0;
    for (const SentCell& cell : habits.account(0).sent.cells()) {
      messages += cell.messages;
      if (cell.client != kTooMany) ++kept;
    }
    CHECK(messages == clients);
    CHECK(kept == (clients == AccountHabits::kMostClients ? clients : 0));
  }
}

TEST_CASE("habits: each client keeps the names that it tried on a day up to a limit") {
  // Not one client's, but together more than one may have.
  constexpr std::size_t kTried = Refusals::kMostNamed / 2 + 100;
  static_assert(kTried < Refusals::kMostNamed && 2 * kTried > Refusals::kMostNamed);
  for (const bool too_many : {false, true}) {
    std::vector<Step> steps;
    for (const std::string_view client : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
      const bool more = too_many && client == "192.0.2.2";
      for (std::size_t i = 0; i < (more ? Refusals::kMostNamed + 1 : kTried); ++i) {
        Step step;
        step.client = client;
        step.account = fmt::format("user{}", i);
        step.time = 20'000 * kDay + static_cast<Micros>(i) * kMicrosPerSecond;
        steps.push_back(step);
      }
    }
    SenderHabits whole = habits_of(steps);
    whole.finish();
    std::map<std::string_view, std::size_t> named;
    for (const RefusedCell& cell : whole.refusals()) {
      if (cell.account != kTooMany) ++named[whole.text(cell.client)];
    }
    CHECK(named["192.0.2.1"] == kTried);
    CHECK(named["192.0.2.2"] == (too_many ? 0 : kTried));
    CHECK(named["192.0.2.3"] == kTried);
    // In the other order, clients have other numbers.
    std::reverse(steps.begin(), steps.end());
    CHECK(habits_of(steps) == whole);
  }
}

TEST_CASE(
    "habits: an address is an account's own whatever its case, or if it begins with its name") {
  struct Case {
    std::string_view account;
    std::string_view address;
    bool own;
  };
  constexpr std::array<Case, 8> kCases{{
      {"anna@example.org", "Anna@Example.ORG", true},
      {"anna@example.org", "anna@example.com", false},
      {"anna@example.org", "anna2@example.org", false},
      {"scanner7", "scanner7@example.org", true},
      {"scanner7", "scanner70@example.org", false},
      {"CORP\\weber3", "weber3@corp.example", true},
      {"CORP\\weber3", "ceo@corp.example", false},
      {"", "@example.org", false},
  }};
  for (const Case& c : kCases) {
    INFO(c.account << " as " << c.address);
    CHECK(is_own_address(c.account, c.address) == c.own);
  }
}
