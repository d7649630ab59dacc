#pragma once

#include <vector>

#include "inputs/input.hpp"
#include "io/meter.hpp"
#include "pivot/accumulator.hpp"
#include "reading/read_result.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// The inputs of `config` that are logs, or were named; the notes say of the others why not. Runs
/// no journalctl.
[[nodiscard]] std::vector<Input> open_inputs(const Config& config, std::vector<InputNote>& notes);

/// Notes lines out of order.
void note_disorder(const Config& config, ReadResult& result);

/// Finds, orders and reads the inputs of `config` into one piece. Files are read in the order of
/// their first stamps, so a rotated set may be named in any order; overlapping files of one host
/// are read together. Stamps without a year get the latest year for which no stamp of the file is
/// after its modification time or `config.now`; if a file proves longer than that allows,
/// everything is read again with an earlier year. Updates `meter`.
[[nodiscard]] ReadResult read_inputs(const Config& config, const CollectSpec& spec, Meter& meter);

}  // namespace smtptally
