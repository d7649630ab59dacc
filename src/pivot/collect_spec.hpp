#pragma once

#include <vector>

#include "pivot/tally_spec.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The data that a run collects for its view.
struct CollectSpec {
  TallySpec tally;
  std::vector<TallySpec> more{};  ///< Further tallies of the same messages.
  bool events = false;            ///< Keep messages for the events view instead of counting them.
  bool failures = false;          ///< Keep refused logins and handshakes, not only count them.
  bool clients = false;           ///< See RefusedClients.
  bool refusals = false;          ///< See RefusalCounts.
  TallySpec before{};             ///< Of the period before, if the selection has one.
  bool habits = false;            ///< See SenderHabits.
  /// Only where the log may hold two weeks: a shorter one says nothing of how senders behaved.
  bool habits_if_long = false;
  /// Width of the cells of a history (see HistoryCells), which then takes the place of all
  /// counting; 0 for none.
  Micros history = 0;
  bool operator==(const CollectSpec&) const = default;
};
/// Whether what is collected by `has` tells all that `wanted` asks for, see Accumulator::serve().
/// `with_before` says that there is a period before.
[[nodiscard]] bool can_serve(const CollectSpec& has, const CollectSpec& wanted, bool with_before);

}  // namespace smtptally
