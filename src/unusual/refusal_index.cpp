// Refused logins: those just before a success, and by client.

#include "unusual/refusal_index.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <tsl/robin_map.h>

namespace smtptally {
namespace {

/// The last message of each client behind its first refusal. `place` is that of a client's number
/// in `clients`.
void find_successes(const SenderHabits& habits,
                    const tsl::robin_map<std::uint32_t, std::size_t>& place,
                    std::vector<RefusedLogins>& clients) {
  for (std::size_t i = 0; i < habits.size(); ++i) {
    for (const SentCell& cell : habits.account(i).sent.cells()) {
      const auto found = place.find(cell.client);
      if (found == place.end()) continue;
      RefusedLogins& client = clients[found->second];
      if (cell.last < client.first) continue;
      const bool later = !client.let_in || cell.last > *client.let_in ||
                         (cell.last == *client.let_in && habits.name(i) < client.let_in_as);
      if (!later) continue;
      client.let_in = cell.last;
      client.let_in_as = habits.name(i);
    }
  }
}

}  // namespace

RefusalIndex::RefusalIndex(const SenderHabits& habits, Networks& networks) : names_(&networks) {
  for (const RefusedCell& cell : habits.refusals()) {
    const std::uint32_t network = networks.of(cell.client);
    if (network == Networks::kKnown) continue;
    if (cell.account == kTooMany || habits.text(cell.account).empty()) {
      unnamed_.push_back({network, cell.minute, network, cell.refused});
    } else {
      by_account_.push_back({cell.account, cell.minute, network, cell.refused});
    }
  }
  const auto order = [](const Refused& a, const Refused& b) {
    return a.key != b.key ? a.key < b.key : a.minute < b.minute;
  };
  std::sort(by_account_.begin(), by_account_.end(), order);
  std::sort(unnamed_.begin(), unnamed_.end(), order);
}

RefusalIndex::Before RefusalIndex::before(std::uint32_t account, std::uint32_t network,
                                          Seconds success) const {
  constexpr std::uint32_t kHour = 60;
  const std::uint32_t last = success / 60;
  const std::uint32_t first = last < kHour ? 0 : last - kHour;
  std::map<std::uint32_t, std::uint64_t> networks;
  const auto add = [&](const std::vector<Refused>& list, std::uint32_t key) {
    auto refused = std::lower_bound(
        list.begin(), list.end(), std::pair(key, first),
        [](const Refused& r, const auto& from) { return std::pair(r.key, r.minute) < from; });
    for (; refused != list.end() && refused->key == key && refused->minute <= last; ++refused) {
      networks[refused->network] += refused->count;
    }
  };
  add(by_account_, account);
  add(unnamed_, network);
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
  tsl::robin_map<std::uint32_t, std::size_t> place;
  std::vector<std::uint32_t> accounts;
  const std::vector<RefusedCell>& cells = habits.refusals();
  for (auto begin = cells.begin(); begin != cells.end();) {
    const auto end = std::find_if(
        begin, cells.end(), [&](const RefusedCell& cell) { return cell.client != begin->client; });
    RefusedLogins made;
    made.client = habits.text(begin->client);
    const std::uint32_t number = begin->client;
    accounts.clear();
    for (; begin != end; ++begin) {
      const Seconds minute = begin->minute * 60;
      if (minute + 59 < since || minute >= until) continue;
      if (made.refused == 0) made.first = minute;
      made.last = minute;
      made.refused += begin->refused;
      if (begin->account == kTooMany) {
        made.more = true;
      } else if (!habits.text(begin->account).empty()) {
        accounts.push_back(begin->account);
      }
    }
    std::sort(accounts.begin(), accounts.end());
    made.accounts = static_cast<std::uint64_t>(std::unique(accounts.begin(), accounts.end()) -
                                               accounts.begin());
    if (made.refused == 0 || exceptions.has_client(made.client)) continue;
    place[number] = clients.size();
    clients.push_back(made);
  }
  find_successes(habits, place, clients);
  std::sort(clients.begin(), clients.end(), [](const RefusedLogins& a, const RefusedLogins& b) {
    return a.refused != b.refused ? a.refused > b.refused : a.client < b.client;
  });
  return clients;
}

}  // namespace smtptally
