// Refused logins: those just before a success, and by client.

#include "unusual/refusal_index.hpp"

#include <algorithm>
#include <set>

#include <tsl/robin_map.h>

namespace smtptally {
namespace {

/// The last message of each client behind its first refusal.
void find_successes(const SenderHabits& habits, std::vector<RefusedLogins>& clients) {
  std::map<std::string_view, RefusedLogins*> by_name;
  for (RefusedLogins& client : clients) by_name[client.client] = &client;
  tsl::robin_map<std::uint32_t, RefusedLogins*> by_number;  // Texts are compared once.
  for (std::size_t i = 0; i < habits.size(); ++i) {
    for (const SentCell& cell : habits.account(i).sent.cells()) {
      if (cell.client == kTooMany) continue;
      auto known = by_number.find(cell.client);
      if (known == by_number.end()) {
        const auto found = by_name.find(habits.text(cell.client));
        known =
            by_number.emplace(cell.client, found == by_name.end() ? nullptr : found->second).first;
      }
      RefusedLogins* const client = known->second;
      if (client == nullptr || cell.last < client->first) continue;
      const bool later = !client->let_in || cell.last > *client->let_in ||
                         (cell.last == *client->let_in && habits.name(i) < client->let_in_as);
      if (!later) continue;
      client->let_in = cell.last;
      client->let_in_as = habits.name(i);
    }
  }
}

}  // namespace

RefusalIndex::RefusalIndex(const SenderHabits& habits, Networks& networks) : names_(&networks) {
  for (const RefusedCell& cell : habits.refusals()) {
    const std::uint32_t network = networks.of(cell.client);
    if (network == Networks::kKnown) continue;
    const std::string_view account =
        cell.account == kTooMany ? std::string_view() : habits.text(cell.account);
    Lists& list = account.empty() ? unnamed_[network] : by_account_[account];
    list.push_back({cell.minute, network, cell.refused});
  }
  const auto order = [](const Refused& a, const Refused& b) { return a.minute < b.minute; };
  for (auto& [account, list] : by_account_) std::sort(list.begin(), list.end(), order);
  for (auto& [network, list] : unnamed_) std::sort(list.begin(), list.end(), order);
}

RefusalIndex::Before RefusalIndex::before(std::string_view account, std::uint32_t network,
                                          Seconds success) const {
  constexpr std::uint32_t kHour = 60;
  const std::uint32_t last = success / 60;
  const std::uint32_t first = last < kHour ? 0 : last - kHour;
  std::map<std::uint32_t, std::uint64_t> networks;
  const auto add = [&](const Lists& list) {
    auto refused =
        std::lower_bound(list.begin(), list.end(), first,
                         [](const Refused& r, std::uint32_t minute) { return r.minute < minute; });
    for (; refused != list.end() && refused->minute <= last; ++refused) {
      networks[refused->network] += refused->count;
    }
  };
  if (const auto list = by_account_.find(account); list != by_account_.end()) add(list->second);
  if (const auto list = unnamed_.find(network); list != unnamed_.end()) add(list->second);
  Before before;
  std::uint64_t most = 0;
  for (const auto& [from, count] : networks) {
    before.refused += count;
    if (count < most || (count == most && names_->name(before.network) < names_->name(from))) {
      continue;
    }
    most = count;
    before.network = from;
  }
  return before;
}

std::vector<RefusedLogins> refused_logins(const SenderHabits& habits, Seconds since, Seconds until,
                                          Exceptions& exceptions) {
  std::vector<RefusedLogins> clients;
  const std::vector<RefusedCell>& cells = habits.refusals();
  for (auto begin = cells.begin(); begin != cells.end();) {
    const auto end = std::find_if(
        begin, cells.end(), [&](const RefusedCell& cell) { return cell.client != begin->client; });
    RefusedLogins made;
    made.client = habits.text(begin->client);
    std::set<std::uint32_t> accounts;
    for (; begin != end; ++begin) {
      const Seconds minute = begin->minute * 60;
      if (minute + 59 < since || minute >= until) continue;
      if (made.refused == 0) made.first = minute;
      made.last = minute;
      made.refused += begin->refused;
      if (begin->account == kTooMany) {
        made.more = true;
      } else if (!habits.text(begin->account).empty()) {
        accounts.insert(begin->account);
      }
    }
    made.accounts = accounts.size();
    if (made.refused > 0 && !exceptions.has_client(made.client)) clients.push_back(made);
  }
  find_successes(habits, clients);
  std::sort(clients.begin(), clients.end(), [](const RefusedLogins& a, const RefusedLogins& b) {
    return a.refused != b.refused ? a.refused > b.refused : a.client < b.client;
  });
  return clients;
}

}  // namespace smtptally
