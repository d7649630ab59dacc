#pragma once

#include "pivot/accumulator.hpp"
#include "reading/read_result.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Hands what the history of `config` holds, and what is open at the end of its logs, to an
/// accumulator, as if the logs were read. Sets the range of `config` to bounds of cells, and leaves
/// out what the history is too short for.
[[nodiscard]] Result<ReadResult> read_history(Config& config, CollectSpec spec);

}  // namespace smtptally
