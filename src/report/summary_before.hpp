#pragma once

#include <optional>

#include "pivot/accumulator.hpp"
#include "report/sender_changes.hpp"
#include "report/summary_screen.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// The period before the summary's range in numbers.
struct SummaryBefore {
  TimeRange range;
  std::uint64_t senders = 0;
  std::uint64_t old_senders = 0;
  PeriodCounts counts;
};

/// Nothing without a range, or where the input does not cover all of it and of the period before.
[[nodiscard]] std::optional<SummaryBefore> summary_before(const Config& config,
                                                          const Accumulator& collected,
                                                          const std::optional<TimeRange>& covered);
/// For machines: what the summary's figures were, and their change.
[[nodiscard]] Section before_section(const SummaryBefore& before, const SummaryFacts& now);
/// "change against 11-15 – 11-21: messages +120, with old TLS -31".
[[nodiscard]] std::string before_line(const SummaryBefore& before, const SummaryFacts& now,
                                      const TimeRange& range, const Zone& zone);

}  // namespace smtptally
