#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The part of one input that is read.
struct FilePart {
  bool skipped = false;                  ///< No byte is read.
  std::uint64_t begin = 0;               ///< The first byte to read; a line begins there.
  int year = 0;                          ///< Year of its first stamp, if that has none.
  std::uint64_t stop_from = UINT64_MAX;  ///< From this byte on, all lines are behind the range.
  /// Time of the last line found by the search; for a packed file, its modification time.
  Micros latest = kBeginningOfTime;
  Said note;  ///< Why the search failed; empty if it did not.
};

/// The parts of all inputs that are read: one contiguous stretch of the joined log.
struct ReadingPlan {
  std::vector<FilePart> parts;  ///< By input.

  /// Whether the plan omits lines before the stretch.
  [[nodiscard]] bool leaves_out_earlier() const;
};

/// How far before the range reading begins.
enum class Reach : std::uint8_t { near, far, beginning };

/// Finds the lines that the range of `config` needs. Plans to read everything if the report is
/// about the whole input, if the input is small, or if one of the inputs cannot be searched: inputs
/// must be files of lines with rising stamps, one after the other in time. Packed files are not
/// searched; their last line is taken to be as old as the file. Requires inputs in the order of
/// their first stamps. `same_lines` says that two of them may hold the same lines.
[[nodiscard]] ReadingPlan plan_reading(const std::vector<Input>& inputs, const Config& config,
                                       Reach reach, bool same_lines);

}  // namespace smtptally
