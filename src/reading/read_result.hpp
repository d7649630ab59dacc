#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "io/input_set.hpp"
#include "piece.hpp"
#include "smtptally/history_facts.hpp"
#include "smtptally/report.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The outcome of reading all inputs.
struct ReadResult {
  std::unique_ptr<Piece> piece;  ///< Finished.
  std::vector<InputSummary> inputs;
  std::vector<InputNote> notes;
  /// From the first to the last line of the inputs, read or not; nothing if there is no time.
  std::optional<TimeRange> covered;
  bool anything_read = false;           ///< At least one input could be opened.
  std::uint64_t falls = 0;              ///< The sum of StampOrder::falls.
  std::optional<HistoryFacts> history;  ///< Command::check, of a history.
  bool any_log = false;                 ///< At least one input was a log, or empty.
};

}  // namespace smtptally
