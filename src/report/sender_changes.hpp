#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// Messages of one sender, or of several, in one period.
struct PeriodCounts {
  std::uint64_t messages = 0;
  ClassCounts classes{};

  [[nodiscard]] std::uint64_t old() const noexcept { return old_messages(classes); }
  void merge(const PeriodCounts& other);
  bool operator==(const PeriodCounts&) const = default;
};

/// A sender in the range and in the period before.
struct SenderChange {
  std::string_view sender;  ///< Lives as long as what was collected.
  PeriodCounts now;
  PeriodCounts before;
};

/// What must be counted of a period.
[[nodiscard]] TallySpec tally_spec_of_period(const Config& config);
/// The senders of the period before alone; `now` is empty.
[[nodiscard]] std::vector<SenderChange> senders_before(const Config& config,
                                                       const Accumulator& collected);
/// The senders of both periods, in no order. Requires that messages were counted by sender and TLS.
[[nodiscard]] std::vector<SenderChange> sender_changes(const Config& config,
                                                       const Accumulator& collected);

}  // namespace smtptally
