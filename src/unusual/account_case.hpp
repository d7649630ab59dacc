#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <vector>

#include "pivot/sender_habits.hpp"
#include "smtptally/tls.hpp"
#include "smtptally/unusual_options.hpp"
#include "unusual/day_facts.hpp"
#include "unusual/networks.hpp"
#include "unusual/refusal_index.hpp"
#include "unusual/sign.hpp"

namespace smtptally {

/// The class of a message that was sent in a way; the whole input decides.
using ClassOfWay = std::function<TlsClass(const SenderHabits::Way&)>;

/// What holds for all accounts.
struct Surroundings {
  const SenderHabits& habits;
  const UnusualOptions& options;
  const Periods& periods;
  Networks& networks;
  const RefusalIndex& refusals;
  std::vector<TlsClass> classes;   ///< By way.
  std::array<Prior, 3> of_days{};  ///< By Daily.
  Prior of_hours;
  double alarm = 0;  ///< A tail must be at most as probable.
};

/// The networks of the baseline, and how many messages from new ones are usual.
struct KnownNetworks {
  std::set<std::uint32_t> known;
  std::uint64_t usual = 0;  ///< The most messages of one day of the baseline.
  bool untold = false;      ///< The baseline has more networks than are kept.

  [[nodiscard]] bool is_new(std::uint32_t network) const {
    return network != Networks::kKnown && network != kTooMany && !known.contains(network);
  }
};

/// One account and its days.
struct AccountCase {
  const Surroundings* surroundings = nullptr;
  std::size_t number = 0;
  AccountDays days;
  KnownNetworks networks{};  ///< Of the baseline without its flagged days.

  [[nodiscard]] const Surroundings& around() const noexcept { return *surroundings; }
  [[nodiscard]] std::string_view name() const { return around().habits.name(number); }
  [[nodiscard]] const AccountHabits& habits() const { return around().habits.account(number); }
  /// Whether a count is worth a finding beside the account's own maximum.
  [[nodiscard]] bool is_far_above(std::uint64_t count, std::uint64_t most) const noexcept {
    return count >= around().options.least && count > around().options.times * most;
  }
};

/// Marks the days of the baseline that were unusual in volume themselves, so that they leave it.
void flag_days(AccountCase& account);
/// Behind flag_days().
[[nodiscard]] KnownNetworks networks_before(const AccountCase& account);

// Each appends its findings, and requires the two above. The rules stand in the manual.
void find_volume(const AccountCase& account, std::vector<Sign>& out);
void find_recipients(const AccountCase& account, bool volume_found, std::vector<Sign>& out);
void find_many_clients(const AccountCase& account, std::vector<Sign>& out);
void find_awakened(const AccountCase& account, std::vector<Sign>& out);
void find_limit(const AccountCase& account, std::vector<Sign>& out);
void find_new_networks(const AccountCase& account, std::vector<Sign>& out);
void find_refused_then_in(const AccountCase& account, std::vector<Sign>& out);
void find_foreign_envelope(const AccountCase& account, std::vector<Sign>& out);
void find_downgrade(const AccountCase& account, std::vector<Sign>& out);

}  // namespace smtptally
