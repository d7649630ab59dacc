#pragma once

#include <vector>

#include "reading/input_reader.hpp"

namespace smtptally {

/// Reads the inputs in their order with several threads: each slice of a file, or whole file, is
/// read into a piece of its own, and the pieces are merged in order. The outcome is the same as
/// that of `reader` (see Piece), whatever the slices. Returns the first input with an impossible
/// year and stops there. Requires that the log can be merged from pieces (see ReadingPass).
[[nodiscard]] Input* read_parallel(const Reading& reading, InputReader& reader,
                                   std::vector<Input>& inputs);

}  // namespace smtptally
