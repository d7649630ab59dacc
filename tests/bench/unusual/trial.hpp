#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "smtptally/unusual_options.hpp"
#include "unusual/population.hpp"
#include "unusual/sign.hpp"

namespace smtptally::bench {

/// How many accounts of each population a trial has.
using Senders = std::array<std::size_t, kPopulationNames.size()>;

struct FalseAlarms {
  std::uint64_t sender_days = 0;
  std::uint64_t high = 0;      ///< Accounts.
  std::uint64_t findings = 0;  ///< Of any level: one for each signal of each account.
  std::array<std::uint64_t, kSignalNames.size()> by_signal{};

  [[nodiscard]] static double per_thousand(std::uint64_t count, std::uint64_t days) {
    return days == 0 ? 0 : 1000.0 * static_cast<double>(count) / static_cast<double>(days);
  }
};

/// How many of those that were attacked were found.
struct Detection {
  std::uint64_t attacked = 0;
  std::uint64_t found = 0;  ///< At any level.
  std::uint64_t high = 0;

  [[nodiscard]] double share() const { return share_of(found); }
  [[nodiscard]] double share_high() const { return share_of(high); }

 private:
  [[nodiscard]] double share_of(std::uint64_t count) const {
    return attacked == 0 ? 0 : static_cast<double>(count) / static_cast<double>(attacked);
  }
};

/// One world: populations that lived through their weeks, and what happens if they are attacked.
class Trial {
 public:
  Trial(const Senders& senders, std::uint64_t seed);

  /// Alarms though nobody was attacked, by population.
  [[nodiscard]] std::vector<FalseAlarms> false_alarms(const UnusualOptions& options) const;
  /// Attacks every account, by population.
  [[nodiscard]] std::vector<Detection> detection(const Attack& attack,
                                                 const UnusualOptions& options) const;

 private:
  Senders senders_;
  std::uint64_t seed_;
  SenderHabits habits_;
};

[[nodiscard]] FalseAlarms sum_of(const std::vector<FalseAlarms>& parts);
[[nodiscard]] Detection sum_of(const std::vector<Detection>& parts);

/// Takeovers that show at least two signals, of the kinds that are met.
[[nodiscard]] std::vector<Attack> takeovers();

}  // namespace smtptally::bench
