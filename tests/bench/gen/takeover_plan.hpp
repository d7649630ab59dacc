#pragma once

#include <array>
#include <cstdint>

#include "truth.hpp"

namespace smtptally::bench {

/// What somebody does with an account that is not theirs.
struct TakeoverPlan {
  std::uint32_t guesses;   ///< Refused logins in the half hour before.
  std::uint32_t networks;  ///< New ones.
  std::uint32_t messages;
  std::uint32_t minutes;  ///< From the first message to the last one.
  bool foreign;           ///< Sends as other people.
  Tls tls;
};

/// By TakeoverKind. Each shows at least two signals.
[[nodiscard]] constexpr TakeoverPlan plan_of(TakeoverKind kind) {
  constexpr std::array<TakeoverPlan, kTakeoverKindNames.size()> kPlans{{
      {30, 1, 300, 90, false, Tls::v1_3},
      {0, 20, 400, 240, true, Tls::v1_2},
      {0, 1, 150, 1200, true, Tls::v1_3},
      {15, 2, 200, 120, false, Tls::plain},
  }};
  return kPlans[static_cast<std::size_t>(kind)];
}

}  // namespace smtptally::bench
