// Cells of habits: sums by key, and the limits of what is kept of one day.

#include "pivot/habit_cells.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace smtptally {
namespace {

/// Replaces the details of each group for which `is_too_much` says so, or that has lost some
/// already. The result depends only on the set of all cells, so that parts merge in any order.
/// Requires cells sorted by group. True if something was replaced.
template <class Cell, class GroupOf, class Detail, class TooMuch>
bool limit_groups(std::vector<Cell>& cells, GroupOf group_of, Detail detail, TooMuch is_too_much) {
  bool changed = false;
  for (auto begin = cells.begin(); begin != cells.end();) {
    const auto group = group_of(*begin);
    const auto end =
        std::find_if(begin, cells.end(), [&](const Cell& cell) { return group_of(cell) != group; });
    const bool loses =
        std::any_of(begin, end, [&](Cell& cell) { return detail(cell) == kTooMany; }) ||
        is_too_much(begin, end);
    for (auto cell = begin; loses && cell != end; ++cell) {
      changed = changed || detail(*cell) != kTooMany;
      detail(*cell) = kTooMany;
    }
    begin = end;
  }
  return changed;
}

/// Whether cells have more than `most` different details.
template <class Detail>
auto differ_by_more(std::size_t most, Detail detail) {
  return [=](auto begin, auto end) {
    if (static_cast<std::size_t>(end - begin) <= most) return false;
    std::set<std::uint32_t> details;
    for (auto cell = begin; cell != end; ++cell) details.insert(detail(*cell));
    return details.size() > most;
  };
}

bool limit_clients(std::vector<SentCell>& cells) {
  const auto client = [](auto& c) -> auto& { return c.client; };
  return limit_groups(
      cells, [](const SentCell& c) { return c.day(); }, client,
      differ_by_more(AccountHabits::kMostClients, client));
}

bool limit_addresses(std::vector<ForeignCell>& cells) {
  const auto address = [](auto& c) -> auto& { return c.address; };
  return limit_groups(
      cells, [](const ForeignCell& c) { return c.day; }, address,
      differ_by_more(AccountHabits::kMostAddresses, address));
}

bool no_limit(const std::vector<MinuteCell>& /*cells*/) { return false; }

/// Unlike the others by cells and not by names: a stranger chooses the names that he tries.
bool limit_names(std::vector<RefusedCell>& cells) {
  return limit_groups(
      cells, [](const RefusedCell& c) { return std::pair(c.client, c.day()); },
      [](auto& c) -> auto& { return c.account; },
      [](auto begin, auto end) {
        return static_cast<std::size_t>(end - begin) > Refusals::kMostNamed;
      });
}

template <class Timed>
void widen(Timed& into, const Timed& from) noexcept {
  into.first = std::min(into.first, from.first);
  into.last = std::max(into.last, from.last);
}

}  // namespace

void SentCell::merge(const SentCell& other) noexcept {
  messages = saturating_sum(messages, other.messages);
  recipients = saturating_sum(recipients, other.recipients);
  widest = std::max(widest, other.widest);
  widen(*this, other);
}

void ForeignCell::merge(const ForeignCell& other) noexcept {
  messages = saturating_sum(messages, other.messages);
  widen(*this, other);
}

void MinuteCell::merge(const MinuteCell& other) noexcept {
  messages = saturating_sum(messages, other.messages);
}

void RefusedCell::merge(const RefusedCell& other) noexcept {
  refused = saturating_sum(refused, other.refused);
}

void AccountHabits::add(const SentCell& cell) {
  if (sent.add(cell)) sent.tidy(limit_clients);
}

void AccountHabits::add(const ForeignCell& cell) {
  if (foreign.add(cell)) foreign.tidy(limit_addresses);
}

void AccountHabits::add(const MinuteCell& cell) {
  if (minutes.add(cell)) minutes.tidy(no_limit);
}

void AccountHabits::tidy() {
  sent.tidy(limit_clients);
  foreign.tidy(limit_addresses);
  minutes.tidy(no_limit);
}

void AccountHabits::clear() noexcept {
  sent.clear();
  foreign.clear();
  minutes.clear();
}

void Refusals::add(const RefusedCell& cell) {
  if (cells.add(cell)) cells.tidy(limit_names);
}

void Refusals::tidy() { cells.tidy(limit_names); }

}  // namespace smtptally
