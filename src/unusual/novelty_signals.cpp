// Signals of what was never there before: networks, envelope senders, and ways in.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "unusual/account_case.hpp"

namespace smtptally {
namespace {

constexpr double kOfNetworks = 3;
constexpr double kOfForeign = 3;
constexpr double kOfRefused = 5;
/// Refused logins in the hour before a success that are many.
constexpr std::uint64_t kManyRefused = 10;
/// New envelope senders of one day that are many, however few the messages.
constexpr std::size_t kManyAddresses = 5;

/// Messages of one day with something that was never there before.
struct Novel {
  std::uint64_t messages = 0;
  std::set<std::uint32_t> things;
  bool more = false;
  Seconds since = 0;

  void add(std::uint32_t thing, std::uint64_t count, Seconds first) {
    messages += count;
    if (thing == kTooMany) {
      more = true;
    } else {
      things.insert(thing);
    }
    if (since == 0 || first < since) since = first;
  }
  void merge(const Novel& other) {
    messages += other.messages;
    things.insert(other.things.begin(), other.things.end());
    more = more || other.more;
    if (since == 0 || other.since < since) since = other.since;
  }
};

Novel new_networks_of(const DayFacts& day, const KnownNetworks& before, Networks& networks) {
  Novel novel;
  for (const SentCell& cell : day.cells) {
    const std::uint32_t network = networks.of(cell.client);
    if (network == Networks::kKnown || before.known.contains(network)) continue;
    novel.add(network, cell.messages, cell.first);
  }
  return novel;
}

/// Days at the beginning of a baseline on which everything is new.
std::int32_t burn_in(const Periods& periods) {
  return std::min(kBaselineDays, periods.base_days() / 2);
}

/// The most messages of one settled day before with envelope senders that were foreign and new.
/// Fills in those that are known.
std::uint64_t usual_foreign(const AccountCase& account, std::set<std::uint32_t>& known) {
  const Periods& periods = account.around().periods;
  std::set<std::int32_t> flagged;
  for (const DayFacts& day : account.days.base) {
    if (day.flagged) flagged.insert(day.day);
  }
  std::map<std::int32_t, Novel> before;
  for (const ForeignCell& cell : account.habits().foreign.cells()) {
    const std::int32_t day = cell.day;
    if (day < periods.first_day() || cell.first >= periods.look_since) continue;
    if (flagged.contains(day) || known.contains(cell.address)) continue;
    before[day].add(cell.address, cell.messages, cell.first);
    if (cell.address != kTooMany) known.insert(cell.address);
  }
  const std::int32_t settled = periods.first_day() + burn_in(periods);
  std::uint64_t usual = 0;
  for (const auto& [day, novel] : before) {
    if (day >= settled) usual = std::max(usual, novel.messages);
  }
  return usual;
}

}  // namespace

KnownNetworks networks_before(const AccountCase& account) {
  KnownNetworks made;
  const Surroundings& around = account.around();
  const std::int32_t settled = around.periods.first_day() + burn_in(around.periods);
  for (const DayFacts& day : account.days.base) {
    if (day.flagged) continue;
    const Novel novel = new_networks_of(day, made, around.networks);
    made.untold = made.untold || novel.more;
    if (day.day >= settled) made.usual = std::max(made.usual, novel.messages);
    made.known.insert(novel.things.begin(), novel.things.end());
  }
  return made;
}

void find_new_networks(const AccountCase& account, std::vector<Sign>& out) {
  const KnownNetworks& before = account.networks;
  if (before.untold) return;
  Networks& networks = account.around().networks;
  Novel all;
  for (const DayFacts& day : account.days.look) {
    const Novel novel = new_networks_of(day, before, networks);
    if (account.is_far_above(novel.messages, before.usual)) all.merge(novel);
  }
  if (all.messages == 0) return;
  Sign finding{.signal = Signal::new_networks,
               .of = Sign::Of::messages,
               .since = all.since,
               .observed = all.messages,
               .expected = before.usual,
               .score = kOfNetworks,
               .parts = all.things.size(),
               .more = all.more};
  if (all.things.size() == 1) finding.name = networks.name(*all.things.begin());
  out.push_back(std::move(finding));
}

void find_refused_then_in(const AccountCase& account, std::vector<Sign>& out) {
  const Surroundings& around = account.around();
  struct Success {
    std::uint32_t network = 0;
    Seconds first = 0;
  };
  std::map<std::string_view, Success> successes;
  for (const DayFacts& day : account.days.look) {
    for (const SentCell& cell : day.cells) {
      const std::uint32_t network = around.networks.of(cell.client);
      if (!account.networks.is_new(network)) continue;
      const auto [known, added] =
          successes.emplace(around.networks.name(network), Success{network, cell.first});
      known->second.first = std::min(known->second.first, cell.first);
    }
  }
  RefusalIndex::Before most;
  Seconds since = 0;
  for (const auto& [name, success] : successes) {
    const RefusalIndex::Before refused = around.refusals.before(
        around.habits.name_number(account.number), success.network, success.first);
    const bool more = refused.refused > most.refused ||
                      (refused.refused == most.refused && success.first < since);
    if (refused.refused < kManyRefused || !more) continue;
    most = refused;
    since = success.first;
  }
  if (most.refused == 0) return;
  out.push_back({.signal = Signal::refused_then_in,
                 .of = Sign::Of::logins,
                 .since = since,
                 .observed = most.refused,
                 .expected = 0,
                 .score = kOfRefused,
                 .name = std::string(around.networks.name(most.network))});
}

void find_foreign_envelope(const AccountCase& account, std::vector<Sign>& out) {
  std::set<std::uint32_t> known;
  const std::uint64_t usual = usual_foreign(account, known);
  const Periods& periods = account.around().periods;
  const auto is_new = [&](const ForeignCell& cell) {
    return cell.first >= periods.look_since && cell.first < periods.look_until &&
           !known.contains(cell.address);
  };
  std::map<std::int32_t, Novel> after;
  for (const ForeignCell& cell : account.habits().foreign.cells()) {
    if (is_new(cell)) after[cell.day].add(cell.address, cell.messages, cell.first);
  }
  std::erase_if(after, [&](const auto& day) {
    const Novel& novel = day.second;
    const bool many = novel.things.size() >= kManyAddresses &&
                      novel.messages > account.around().options.times * usual;
    return !many && !account.is_far_above(novel.messages, usual);
  });
  if (after.empty()) return;
  Novel all;
  for (const auto& [day, novel] : after) all.merge(novel);
  const SenderHabits& habits = account.around().habits;
  const auto order = [&](const ForeignCell& c) {
    return std::pair(c.first, habits.text(c.address));
  };
  const ForeignCell* example = nullptr;
  for (const ForeignCell& cell : account.habits().foreign.cells()) {
    if (!is_new(cell) || !after.contains(cell.day) || cell.address == kTooMany) continue;
    if (example == nullptr || order(cell) < order(*example)) example = &cell;
  }
  Sign finding{.signal = Signal::foreign_envelope,
               .of = Sign::Of::messages,
               .since = all.since,
               .observed = all.messages,
               .expected = usual,
               .score = kOfForeign,
               .parts = all.things.size(),
               .more = all.more};
  if (example != nullptr) finding.name = habits.text(example->address);
  out.push_back(std::move(finding));
}

}  // namespace smtptally
