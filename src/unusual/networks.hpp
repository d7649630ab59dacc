#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "containers/dictionary.hpp"
#include "pivot/sender_habits.hpp"
#include "unusual/exceptions.hpp"

namespace smtptally {

/// The networks of clients by number, each worked out once.
class Networks {
 public:
  /// A client that is of no network that could be new: excepted, or none that the log tells.
  static constexpr std::uint32_t kKnown = UINT32_MAX - 1;

  /// Borrows both for its lifetime.
  Networks(const SenderHabits& habits, Exceptions& exceptions)
      : habits_(&habits), exceptions_(&exceptions) {}

  /// Of a client in a cell; kTooMany for kTooMany.
  [[nodiscard]] std::uint32_t of(std::uint32_t client);
  /// Of an address.
  [[nodiscard]] std::uint32_t of_address(std::string_view address);
  [[nodiscard]] std::string_view name(std::uint32_t network) const { return names_.text(network); }

 private:
  const SenderHabits* habits_;
  Exceptions* exceptions_;
  Dictionary names_;
  std::vector<std::uint32_t> known_;  ///< By client; kTooMany if not worked out.
};

}  // namespace smtptally
