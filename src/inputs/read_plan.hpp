#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// What to read of one input.
struct FilePart {
  bool skipped = false;                  ///< Nothing of it.
  std::uint64_t begin = 0;               ///< The first byte to read; a line begins there.
  int year = 0;                          ///< Of the first stamp from there on, if it has none.
  std::uint64_t stop_from = UINT64_MAX;  ///< From this byte on, every line lies behind the range.
  /// Of the last line as the search found it; a packed file is taken to be as old as that.
  Micros latest = kBeginningOfTime;
  std::string note;  ///< Why the file could not be searched; empty otherwise.
};

/// What to read of all inputs: one contiguous stretch of the log that they are together.
struct ReadingPlan {
  std::vector<FilePart> parts;  ///< By input.

  /// Whether anything in front of the stretch is left out.
  [[nodiscard]] bool leaves_out_earlier() const;
};

/// How far in front of the range reading begins.
enum class Reach : std::uint8_t { near, far, beginning };

/// Finds the lines that the range of `config` needs. The plan is to read everything where the
/// report is about all of the input, where that is little, or where one of the inputs can not be
/// searched: the inputs must be files of lines, one after the other in time, with rising stamps.
/// Packed files are not searched; their last line is taken to be as old as the file.
/// Requires inputs in the order of their first stamps. With `same_lines` two of them may hold
/// these.
[[nodiscard]] ReadingPlan plan_reading(const std::vector<Input>& inputs, const Config& config,
                                       Reach reach, bool same_lines);

}  // namespace smtptally
