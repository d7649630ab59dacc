#include "unusual/networks.hpp"

#include "pivot/message_text.hpp"

namespace smtptally {

std::uint32_t Networks::of_address(std::string_view address) {
  if (address.empty() || address == "unknown" || exceptions_->has_client(address)) return kKnown;
  return names_.number(network_of(address));
}

std::uint32_t Networks::of(std::uint32_t client) {
  if (client == kTooMany) return kTooMany;
  if (client >= known_.size()) known_.resize(std::size_t{client} + 1, kTooMany);
  std::uint32_t& network = known_[client];
  if (network == kTooMany) network = of_address(habits_->text(client));
  return network;
}

}  // namespace smtptally
