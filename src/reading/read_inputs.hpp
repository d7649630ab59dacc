#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "correlate/piece.hpp"
#include "io/input_set.hpp"
#include "io/meter.hpp"
#include "report/views.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"

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

/// Finds, orders and reads the inputs of `config` into one piece. Files are read in the order of
/// their first stamps, so that a rotated set may be named in any order; those of one host that
/// overlap are read together. Stamps without a year get the latest one for which no stamp of the
/// file lies after its modification time or `config.now`; when a file turns out to be longer than
/// that allows, everything is read again with an earlier one.
/// `meter` is kept up to date meanwhile.
[[nodiscard]] ReadResult read_inputs(const Config& config, const CollectSpec& spec, Meter& meter);

}  // namespace smtptally
