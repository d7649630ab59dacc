// Addresses and message ids. A line that comes again says the same: everything is computed from
// the token of the message, nothing is stored.
#include <string_view>

#include "simulation.hpp"

namespace smtptally::bench {
namespace {

std::string hexadecimal(std::uint64_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i > 0; --i, number >>= 4U) {
    text[i - 1] = "0123456789abcdef"[number & 15U];
  }
  return text;
}

std::string_view domain_of(std::string_view address) {
  return address.substr(address.rfind('@') + 1);
}

}  // namespace

std::string Simulation::sender_of(const Message& message) const {
  switch (message.origin) {
    case Origin::bounce:
      return {};
    case Origin::local:
      return "root@mx1.nordwind.example";
    case Origin::account:
      return sends_as_others(message.takeover) ? foreign_sender(message)
                                               : world_.accounts[message.account].address;
    case Origin::remote:
      break;
  }
  const std::uint64_t number = mix(message.token ^ 11U);
  if (number % 30 == 0) return {};
  std::string sender = number % 3 == 0 ? "bounce+" + hexadecimal(number, 12) + "=list" : "contact";
  sender += std::to_string(number % 5000);
  return sender + '@' + remote_of(message).domain;
}

const std::string& Simulation::mailbox_of(const Message& message, std::uint32_t number) const {
  if (message.origin == Origin::bounce) return world_.accounts[message.account].address;
  const std::uint64_t choice = mix(message.token ^ (number + 100));
  return world_.accounts[choice % world_.accounts.size()].address;
}

std::string Simulation::recipient_of(const Message& message, std::uint32_t number) const {
  if (!goes_out(message)) return mailbox_of(message, number);
  const std::uint64_t choice = mix(message.token ^ (number + 200));
  return "client" + std::to_string(choice % 90'000) + '@' + remote_of(message).domain;
}

std::string Simulation::message_id_of(const Message& message) const {
  const std::uint64_t first = mix(message.token ^ 5U);
  const std::uint64_t second = mix(first);
  const std::string sender = sender_of(message);
  const std::string domain(sender.empty() ? "mx1.nordwind.example" : domain_of(sender));
  switch (first % 3) {
    case 0:
      return hexadecimal(first, 8) + '-' + hexadecimal(second, 4) + "-4" + hexadecimal(first, 3) +
             '-' + hexadecimal(second >> 20U, 4) + '-' + hexadecimal(second, 12) + '@' + domain;
    case 1:
      return "20261101" + std::to_string(second % 1'000'000) + '.' +
             std::string(message.id.view()) + '@' + domain;
    default:
      return "CAB" + hexadecimal(first, 16) + '+' + hexadecimal(second, 16) + "=xyz@mail." + domain;
  }
}

}  // namespace smtptally::bench
