#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "io/input_set.hpp"
#include "piece.hpp"
#include "smtptally/report.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// Everything that reading produced.
struct ReadResult {
  std::unique_ptr<Piece> piece;  ///< Finished.
  std::vector<InputSummary> inputs;
  std::vector<InputNote> notes;
  /// From the first line of the inputs to the last one, read or not; nothing without a time.
  std::optional<TimeRange> covered;
  bool anything_read = false;  ///< At least one input could be opened.
  std::uint64_t falls = 0;     ///< See StampOrder; of all inputs.
  bool any_log = false;        ///< At least one of them was a log, or empty.
};

}  // namespace smtptally
