// SenderHabits: equality, which does not see the order in which texts were numbered.

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "pivot/sender_habits.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kOverflowing = "\0many";

/// With texts in place of their numbers, in order.
struct Canonical {
  using Sent =
      std::tuple<std::int32_t, std::string_view, SenderHabits::Way, std::array<std::uint32_t, 5>>;
  using Foreign = std::tuple<std::int32_t, std::string_view, std::array<std::uint32_t, 3>>;
  using Refused = std::tuple<std::string_view, std::uint32_t, std::string_view, std::uint32_t>;
  std::map<std::string_view, std::set<Sent>> sent;
  std::map<std::string_view, std::set<Foreign>> foreign;
  std::map<std::string_view, std::set<std::array<std::uint32_t, 2>>> minutes;
  std::set<Refused> refused;

  explicit Canonical(const SenderHabits& habits) {
    const auto text = [&](std::uint32_t number) {
      return number == kTooMany ? kOverflowing : habits.text(number);
    };
    for (std::size_t i = 0; i < habits.size(); ++i) {
      const AccountHabits& account = habits.account(i);
      const std::string_view name = habits.name(i);
      for (const SentCell& c : account.sent.cells()) {
        sent[name].insert({c.hour,
                           text(c.client),
                           habits.way(c.way),
                           {c.messages, c.recipients, c.widest, c.first, c.last}});
      }
      for (const ForeignCell& c : account.foreign.cells()) {
        foreign[name].insert({c.day, text(c.address), {c.messages, c.first, c.last}});
      }
      for (const MinuteCell& c : account.minutes.cells()) {
        minutes[name].insert({c.minute, c.messages});
      }
    }
    for (const RefusedCell& c : habits.refusals()) {
      refused.insert({habits.text(c.client), c.minute, text(c.account), c.refused});
    }
  }
  bool operator==(const Canonical&) const = default;
};

}  // namespace

bool SenderHabits::operator==(const SenderHabits& other) const {
  SenderHabits a = *this;
  SenderHabits b = other;
  a.finish();
  b.finish();
  return a.handshakes_ == b.handshakes_ && Canonical(a) == Canonical(b);
}

}  // namespace smtptally
