// Cells of habits: sums by key, and the limits of what is kept of one day.

#include "pivot/habit_cells.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace smtptally {
namespace {

/// Replaces the details of each day that has more than `most` of them, or has lost some already.
/// The result depends only on the set of all cells, so that parts merge in any order. Requires
/// cells sorted by day. True if something was replaced.
template <class Cell, class DayOf, class Detail>
bool limit_days(std::vector<Cell>& cells, std::size_t most, DayOf day_of, Detail detail) {
  bool changed = false;
  for (auto begin = cells.begin(); begin != cells.end();) {
    const auto day = day_of(*begin);
    const auto end =
        std::find_if(begin, cells.end(), [&](const Cell& cell) { return day_of(cell) != day; });
    bool too_many = std::any_of(begin, end, [&](Cell& cell) { return detail(cell) == kTooMany; });
    if (!too_many && static_cast<std::size_t>(end - begin) > most) {
      std::set<std::uint32_t> details;
      for (auto cell = begin; cell != end; ++cell) details.insert(detail(*cell));
      too_many = details.size() > most;
    }
    for (auto cell = begin; too_many && cell != end; ++cell) {
      changed = changed || detail(*cell) != kTooMany;
      detail(*cell) = kTooMany;
    }
    begin = end;
  }
  return changed;
}

bool limit_clients(std::vector<SentCell>& cells) {
  return limit_days(
      cells, AccountHabits::kMostClients, [](const SentCell& c) { return c.day(); },
      [](auto& c) -> auto& { return c.client; });
}

bool limit_addresses(std::vector<ForeignCell>& cells) {
  return limit_days(
      cells, AccountHabits::kMostAddresses, [](const ForeignCell& c) { return c.day; },
      [](auto& c) -> auto& { return c.address; });
}

bool no_limit(const std::vector<MinuteCell>& /*cells*/) { return false; }

/// Unlike the others by cells and not by names: a stranger chooses the names that he tries.
bool limit_names(std::vector<RefusedCell>& cells) {
  bool changed = false;
  for (auto begin = cells.begin(); begin != cells.end();) {
    const auto end = std::find_if(
        begin, cells.end(), [&](const RefusedCell& cell) { return cell.day() != begin->day(); });
    const bool too_many =
        static_cast<std::size_t>(end - begin) > Refusals::kMostNamed ||
        std::any_of(begin, end, [](const RefusedCell& c) { return c.account == kTooMany; });
    for (auto cell = begin; too_many && cell != end; ++cell) {
      changed = changed || cell->account != kTooMany;
      cell->account = kTooMany;
    }
    begin = end;
  }
  return changed;
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
