#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "pivot/sender_habits.hpp"
#include "unusual/networks.hpp"

namespace smtptally {

/// Refused logins by account and, where the log names no account, by network.
class RefusalIndex {
 public:
  /// Borrows `networks` for its lifetime.
  RefusalIndex(const SenderHabits& habits, Networks& networks);

  /// Refused logins in the hour before a success.
  struct Before {
    std::uint64_t refused = 0;
    std::uint32_t network = 0;  ///< That of most of them.
  };
  /// Those for the account (the number of its name), and those from the network that name nobody.
  /// Counts by minutes: that of the success and the 60 before it.
  [[nodiscard]] Before before(std::uint32_t account, std::uint32_t network, Seconds success) const;

 private:
  struct Refused {
    std::uint32_t key = 0;  ///< The text of the account, or the network.
    std::uint32_t minute = 0;
    std::uint32_t network = 0;
    std::uint32_t count = 0;
  };

  const Networks* names_;
  std::vector<Refused> by_account_;  ///< Sorted by account and minute.
  std::vector<Refused> unnamed_;     ///< Sorted by network and minute; the key is the network.
};

/// One client whose logins were refused.
struct RefusedLogins {
  std::string_view client;
  std::uint64_t refused = 0;
  std::uint64_t accounts = 0;  ///< Distinct ones that it tried.
  bool more = false;           ///< There are more of them than are kept.
  Seconds first = 0;
  Seconds last = 0;
  std::optional<Seconds> let_in;  ///< Its last message after the first refusal.
  std::string_view let_in_as;     ///< The account of that message.
};

/// The clients with refused logins between the times, most first, then by bytes. Excepted ones are
/// left out.
[[nodiscard]] std::vector<RefusedLogins> refused_logins(const SenderHabits& habits, Seconds since,
                                                        Seconds until, Exceptions& exceptions);

}  // namespace smtptally
