#pragma once

#include <vector>

#include "reading/input_reader.hpp"

namespace smtptally {

/// Reads the inputs in their order, as `reader` would: slices of files, and whole files, are read
/// by threads, each into a piece of its own, and merged in their order. The outcome is the same
/// (see Piece), whatever the parts. Gives the input whose year can not be right, which ends it.
/// Requires that the log can be merged from pieces (see ReadingPass).
[[nodiscard]] Input* read_parallel(const Reading& reading, InputReader& reader,
                                   std::vector<Input>& inputs);

}  // namespace smtptally
