// Accounts whose password somebody else has: planted on request, with a truth.
#include <algorithm>

#include "../gen/takeover_plan.hpp"
#include "simulation.hpp"

namespace smtptally::bench::exchange {
/// The victims are busy enough to have habits, and everything happens in the last week.
void Simulation::plant_takeovers() {
  Random random(options_.seed ^ 0x74616B65U);
  const Millis week = std::min<Millis>(span_, 7 * kDay);
  for (std::uint32_t i = 0; i < options_.takeovers; ++i) {
    Takeover takeover;
    takeover.kind = static_cast<TakeoverKind>(i % kTakeoverKindNames.size());
    const TakeoverPlan plan = plan_of(takeover.kind);
    const std::uint32_t share = std::max(1U, options_.senders / 4 / options_.takeovers);
    takeover.user = i * share + random.below(share);
    takeover.next = begin_ + span_ - week + random.below(5 * 24 * 60) * kMinute;
    takeover.guesses = plan.guesses;
    takeover.messages = plan.messages;
    takeover.thief = world_.users[takeover.user];
    takeover.thief.sends_as_others = plan.foreign;
    takeover.thief.devices.clear();
    for (std::uint32_t n = 0; n < plan.networks; ++n) {
      Device device;
      device.address = text("100.", 64 + i % 64, '.', n, '.', 1 + random.below(254));
      device.endpoint = device.address;
      device.helo = text("host", n);
      device.tls = plan.tls == Tls::v1_3 ? Tls::v1_2 : plan.tls;  // Its logs have no TLS 1.3.
      takeover.thief.devices.push_back(device);
    }
    takeovers_.push_back(std::move(takeover));
  }
}

/// What is due at `now_`.
void Simulation::step_takeovers() {
  for (Takeover& takeover : takeovers_) {
    if (takeover.next > now_ || takeover.messages == 0) continue;
    const TakeoverPlan plan = plan_of(takeover.kind);
    if (takeover.guesses > 0) {
      ProtocolSession session =
          open_client_session(front_ends_.front(), takeover.thief.devices.front(), now_);
      const std::uint32_t tries = std::min(takeover.guesses, 10U);
      for (std::uint32_t i = 0; i < tries; ++i) fail_login(session, takeover.thief.name);
      session.disconnect("Remote(ConnectionReset)");
      takeover.guesses -= tries;
      takeover.next = std::max(now_, session.now()) + 2 * kMinute;
      continue;
    }
    if (takeover.start == 0) takeover.start = now_;
    const std::uint32_t messages = std::min(takeover.messages, 8U);
    submit(takeover.thief, &truth_[takeover.user], now_, messages);
    takeover.messages -= messages;
    takeover.next = now_ + Millis{plan.minutes} * kMinute * messages / plan.messages;
  }
}

std::vector<TakeoverTruth> Simulation::takeovers() const {
  std::vector<TakeoverTruth> rows;
  for (const Takeover& takeover : takeovers_) {
    rows.push_back({takeover.thief.name, takeover.start * 1000, takeover.kind});
  }
  return rows;
}

}  // namespace smtptally::bench::exchange
