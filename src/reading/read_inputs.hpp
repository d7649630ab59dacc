#pragma once

#include "io/meter.hpp"
#include "pivot/accumulator.hpp"
#include "reading/read_result.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Finds, orders and reads the inputs of `config` into one piece. Files are read in the order of
/// their first stamps, so that a rotated set may be named in any order; those of one host that
/// overlap are read together. Stamps without a year get the latest one for which no stamp of the
/// file lies after its modification time or `config.now`; when a file turns out to be longer than
/// that allows, everything is read again with an earlier one.
/// `meter` is kept up to date meanwhile.
[[nodiscard]] ReadResult read_inputs(const Config& config, const CollectSpec& spec, Meter& meter);

}  // namespace smtptally
