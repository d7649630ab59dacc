// Accounts whose password somebody else has: planted on request, with a truth.
#include <algorithm>

#include "simulation.hpp"
#include "takeover_plan.hpp"

namespace smtptally::bench {
/// The victims are busy enough to have habits, and everything happens in the last week.
void Simulation::plant_takeovers() {
  Random random(mix(options_.seed) ^ 0x74616B65ULL);
  const Micros span = Micros{options_.hours} * 3600 * kSecond;
  const Micros week = std::min<Micros>(span, Micros{7} * 24 * 3600 * kSecond);
  for (std::uint32_t i = 0; i < options_.takeovers; ++i) {
    Takeover takeover;
    takeover.kind = static_cast<TakeoverKind>(i % kTakeoverKindNames.size());
    const TakeoverPlan plan = plan_of(takeover.kind);
    // Each has its own share of the first quarter of the accounts, so that nobody has two.
    const std::uint32_t share = std::max(1U, options_.senders / 4 / options_.takeovers);
    takeover.account = i * share + random.below(share);
    takeover.start = start_ + span - week + random.below(5 * 24 * 60) * 60 * kSecond;
    takeover.guesses = plan.guesses;
    takeover.messages = plan.messages;
    takeover.first_client = static_cast<std::uint32_t>(world_.clients.size());
    for (std::uint32_t n = 0; n < plan.networks; ++n) {
      // The range for carriers' own networks, in which nobody else is.
      const std::string address = "100." + std::to_string(64 + i % 64) + '.' + std::to_string(n) +
                                  '.' + std::to_string(1 + random.below(254));
      world_.clients.push_back(
          {.peer = "unknown[" + address + ']', .address = address, .helo = '[' + address + ']'});
    }
    takeovers_.push_back(takeover);
    schedule(takeover.start - now_, Kind::takeover, i);
  }
}

void Simulation::step_takeover(std::uint32_t index) {
  Takeover& takeover = takeovers_[index];
  const TakeoverPlan plan = plan_of(takeover.kind);
  Session session;
  session.account = takeover.account;
  session.takeover = index;
  session.client = takeover.first_client + random_.below(plan.networks);
  session.wanted_tls = plan.tls;
  session.service = Service::submission;
  if (takeover.guesses > 0) {
    session.client = takeover.first_client;
    session.account = kNobody;
    session.login_failures = std::min(takeover.guesses, 3U);
    session.ending = Ending::lost_after_auth;
    takeover.guesses -= session.login_failures;
    schedule(random_.between(60, 150) * kSecond, Kind::takeover, index);
  } else {
    session.transactions = std::min(takeover.messages, 1 + random_.below(8));
    takeover.messages -= session.transactions;
    const Micros pause = Micros{plan.minutes} * 60 * kSecond * session.transactions / plan.messages;
    if (takeover.messages > 0) schedule(pause + random_.below(1000), Kind::takeover, index);
  }
  begin_session(session);
}

std::string Simulation::foreign_sender(const Message& message) {
  const std::uint64_t number = mix(message.token ^ 13U) % 40;
  return "ceo" + std::to_string(number) + "@bank" + std::to_string(number) + ".example";
}

bool Simulation::sends_as_others(std::uint32_t takeover) const {
  return takeover != kNobody && plan_of(takeovers_[takeover].kind).foreign;
}

std::vector<TakeoverTruth> Simulation::takeovers() const {
  std::vector<TakeoverTruth> rows;
  for (const Takeover& takeover : takeovers_) {
    rows.push_back({world_.accounts[takeover.account].user, takeover.start, takeover.kind});
  }
  return rows;
}

}  // namespace smtptally::bench
