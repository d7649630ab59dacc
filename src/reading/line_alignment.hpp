#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "smtptally/time.hpp"

namespace smtptally {

/// A line of one of several logs, in their order of time.
struct PlacedLine {
  std::uint64_t hash = 0;
  Micros time = 0;        ///< Never goes back in a log: that of an earlier line, if that was later.
  bool is_late = false;   ///< It is, so that its place in another log means nothing.
  std::uint32_t log = 0;  ///< The log that began first has the lowest number.
  std::uint32_t index = 0;  ///< In the log.
};

/// Puts the lines that several logs have of one time in one order, in which those of each log keep
/// theirs. A line that two logs hold is one line for both, and what is between two such lines stays
/// there, by its time, and at one time in the order of the logs. So what was left out in a copy of
/// a log comes where it was: the log with the most lines goes first.
class LineAlignment {
 public:
  /// The lines of one more log.
  void add(std::span<const PlacedLine> lines);
  /// Those of all logs, each once. They live until add().
  [[nodiscard]] const std::vector<PlacedLine>& lines() const noexcept { return lines_; }
  /// Those that were there already.
  [[nodiscard]] const std::vector<PlacedLine>& copies() const noexcept { return copies_; }

 private:
  class Pairs;

  std::vector<PlacedLine> lines_;
  std::vector<PlacedLine> copies_;
  std::vector<PlacedLine> merged_;  ///< Scratch of add(), like the places.
  std::vector<std::pair<std::uint64_t, std::size_t>> places_;
  std::vector<std::pair<std::uint64_t, std::size_t>> added_places_;
};

/// Whether the end of one log and the beginning of another one hold the same lines: half of what
/// one of them has at a time of which both have lines, or at least two lines with which one ends
/// and the other begins. Fewer tell of something that came twice in the second in which a log was
/// rotated.
[[nodiscard]] bool hold_same_lines(std::span<const PlacedLine> end,
                                   std::span<const PlacedLine> begin);

}  // namespace smtptally
