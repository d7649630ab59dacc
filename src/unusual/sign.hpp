#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pivot/habit_cells.hpp"

namespace smtptally {

/// Why an account is unusual, in the order in which an account's findings stand.
enum class Signal : std::uint8_t {
  new_networks,
  volume,
  recipients,
  limit,
  awakened,
  foreign_envelope,
  refused_then_in,
  downgrade,
  many_clients,
};
inline constexpr std::array<std::string_view, 9> kSignalNames{
    "new_networks",     "volume",          "recipients", "limit",       "awakened",
    "foreign_envelope", "refused_then_in", "downgrade",  "many_clients"};
static_assert(static_cast<std::size_t>(Signal::many_clients) + 1 == kSignalNames.size());
[[nodiscard]] constexpr std::size_t index_of(Signal s) noexcept {
  return static_cast<std::size_t>(s);
}

/// One signal with its numbers; sentences are made of them in `report/`.
struct Sign {
  /// What `observed` counts.
  enum class Of : std::uint8_t {
    minute,      ///< Messages in a minute.
    hour,        ///< Messages in an hour.
    day,         ///< Messages in a day.
    message,     ///< Recipients of a message.
    recipients,  ///< Recipients in a day.
    messages,    ///< Messages since then.
    logins,      ///< Refused logins.
    clients,     ///< Clients within an hour.
    mechanism,   ///< Messages with the mechanism `name`.
    tls,         ///< Messages with the TLS class `name`, or worse.
    plain,       ///< Messages in plaintext of clients that were refused with TLS.
  };
  Signal signal = Signal::volume;
  Of of = Of::messages;
  Seconds since = 0;  ///< Of the first message that belongs to it.
  std::uint64_t observed = 0;
  std::uint64_t expected = 0;  ///< What was usual.
  double score = 0;
  std::uint64_t parts = 0;  ///< Distinct networks or addresses.
  bool more = false;        ///< There are more of them than were counted.
  Seconds at = 0;           ///< Of the busiest hour or day.
  std::string name{};       ///< An address, a network, a mechanism, a class.
};

/// An account with findings.
struct UnusualAccount {
  std::string_view name;
  std::vector<Sign> findings;
  bool has_baseline = true;

  [[nodiscard]] bool is_high() const noexcept { return findings.size() >= 2; }
  [[nodiscard]] double score() const noexcept {
    double sum = 0;
    for (const Sign& finding : findings) sum += finding.score;
    return sum;
  }
};

}  // namespace smtptally
