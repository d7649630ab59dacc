#include <string>
#include <vector>

#include <fmt/format.h>

#include "unusual/sender.hpp"

namespace smtptally::bench {

void attack(const Attack& attack, const std::string& account, std::uint64_t seed,
            SenderHabits& habits) {
  Sender sender(account, seed, habits);
  Random& random = sender.random;
  sender.tls = attack.tls;
  const std::int32_t day = kBaseDays + static_cast<std::int32_t>(random.below(kLookDays));
  const Micros start =
      day_start(day) + random.below(20) * kHourLength + random.below(3600) * kMicrosPerSecond;
  std::vector<std::string> clients;
  for (std::uint32_t n = 0; n < attack.networks; ++n) {
    const std::string address = any_address(random);
    const std::string network = address.substr(0, address.rfind('.') + 1);
    for (std::uint32_t c = 0; c < attack.clients; ++c) {
      clients.push_back(fmt::format("{}{}", network, c % 254 + 1));
    }
  }
  if (clients.empty()) clients.emplace_back("unknown");  // No network that could be new.
  sender.refuse(start - kHourLength / 2, clients.front(), attack.refused);
  for (std::uint32_t i = 0; i < attack.messages; ++i) {
    const Micros at = start + Micros{i} * (attack.hours * kHourLength / attack.messages);
    const std::string address =
        attack.foreign == 0 ? std::string() : fmt::format("ceo@bank{}.example", i % attack.foreign);
    sender.send(at, clients[i % clients.size()], attack.recipients, address);
  }
}

}  // namespace smtptally::bench
