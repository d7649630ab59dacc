#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "smtptally/time.hpp"

namespace smtptally {

/// One line in the common time order of several logs.
struct PlacedLine {
  std::uint64_t hash = 0;
  Micros time = 0;          ///< Never decreases in a log: at least the time of each earlier line.
  bool is_late = false;     ///< Its own time is earlier; its place in another log is unknown.
  std::uint32_t log = 0;    ///< Logs are numbered by their beginnings.
  std::uint32_t index = 0;  ///< Position in the log.
};

/// Merges the lines of several logs, of the same period, into one order that keeps the order of
/// each log. A line that two logs hold is one line. Lines between two such lines stay there, sorted
/// by time, then by log. So a line that is missing in one copy of a log gets its right place: the
/// log with the most lines must be added first.
class LineAlignment {
 public:
  /// Adds the lines of one more log.
  void add(std::span<const PlacedLine> lines);
  /// The lines of all logs, each once. Valid until add().
  [[nodiscard]] const std::vector<PlacedLine>& lines() const noexcept { return lines_; }
  /// The lines of the last add() that were known.
  [[nodiscard]] const std::vector<PlacedLine>& copies() const noexcept { return copies_; }

 private:
  class Pairs;

  std::vector<PlacedLine> lines_;
  std::vector<PlacedLine> copies_;
  std::vector<PlacedLine> merged_;  ///< Buffer of add(), like the places.
  std::vector<std::pair<std::uint64_t, std::size_t>> places_;
  std::vector<std::pair<std::uint64_t, std::size_t>> added_places_;
};

/// Whether the end of one log and the beginning of another one hold the same lines: half of the
/// lines of one of them in their common period, or at least two lines at the end of one and the
/// beginning of the other. Fewer may be repetitions within the second of a log rotation.
[[nodiscard]] bool hold_same_lines(std::span<const PlacedLine> end,
                                   std::span<const PlacedLine> begin);

}  // namespace smtptally
