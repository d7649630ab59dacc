// RefusedClients: counts refused clients and joins them with the accounts of their addresses.

#include "pivot/refused_clients.hpp"

#include <algorithm>
#include <functional>

#include "containers/hash_index.hpp"

namespace smtptally {

void RefusedClients::refused(std::string_view client, Micros time) {
  auto found = refused_.find(client);
  if (found == refused_.end()) found = refused_.emplace(client, Refused()).first;
  ++found->second.count;
  found->second.last = std::max(found->second.last, time);
}

void RefusedClients::sent(std::string_view client, std::string_view account) {
  const std::hash<std::string_view> hash;
  if (!known_.insert(combine(hash(client), hash(account))).second) return;
  pairs_.push_back({texts_.number(client), texts_.number(account)});
}

void RefusedClients::merge(const RefusedClients& other) {
  for (const auto& [client, theirs] : other.refused_) {
    Refused& ours = refused_[client];
    ours.count += theirs.count;
    ours.last = std::max(ours.last, theirs.last);
  }
  for (const Pair& pair : other.pairs_) {
    sent(other.texts_.text(pair.client), other.texts_.text(pair.account));
  }
}

std::vector<RefusedClients::Client> RefusedClients::clients() const {
  std::map<std::string_view, Client> by_name;
  for (const auto& [client, refused] : refused_) {
    by_name[client] = {
        .client = client, .refused = refused.count, .last = refused.last, .seen_as = {}};
  }
  for (const Pair& pair : pairs_) {
    const auto found = by_name.find(texts_.text(pair.client));
    if (found != by_name.end()) found->second.seen_as.push_back(texts_.text(pair.account));
  }
  std::vector<Client> clients;
  for (auto& [name, client] : by_name) {
    std::sort(client.seen_as.begin(), client.seen_as.end());
    clients.push_back(std::move(client));
  }
  std::stable_sort(clients.begin(), clients.end(),
                   [](const Client& a, const Client& b) { return a.refused > b.refused; });
  return clients;
}

}  // namespace smtptally
