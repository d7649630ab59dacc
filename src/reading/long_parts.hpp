#pragma once

#include <vector>

#include "inputs/input.hpp"
#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// What is asked for, and only a log of some length can tell.
struct LongParts {
  bool before = false;  ///< The period before.
  bool habits = false;
  bool operator==(const LongParts&) const = default;
};

/// Those that a log of these times can tell.
[[nodiscard]] LongParts told_by(const TimeRange& log, const Config& config,
                                const CollectSpec& spec);

/// Those that the inputs can tell as far as the files' heads, ends and times say. A pipe may hold
/// everything; reading shows whether it is so.
[[nodiscard]] LongParts likely_told(const std::vector<Input>& inputs, const Config& config,
                                    const CollectSpec& spec);

/// Takes out of both what a log of these times is too short for, so that what nobody looks at costs
/// nothing.
void leave_out_untold(const TimeRange& log, Config& config, CollectSpec& spec);

}  // namespace smtptally
