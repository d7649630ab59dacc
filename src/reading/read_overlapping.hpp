#pragma once

#include <vector>

#include "reading/input_reader.hpp"

namespace smtptally {

/// Reads inputs of which some may hold the same lines. Those of one log host are read together, in
/// the order of time (within a minute, see LineAlignment), and what several of them hold counts
/// once (DuplicateLines). Where nothing is to be compared, the one log of its time is read as any
/// other.
///
/// Where a log lacks the order of time, and its lines come more than a minute apart from those of
/// the others, messages are told by their queue ids (Piece::expect_second_copies()).
///
/// Gives the input whose year can not be right, which ends it. Requires inputs in the order of
/// their first stamps, and a plan to read all of them.
[[nodiscard]] Input* read_overlapping(const Reading& reading, InputReader& reader,
                                      std::vector<Input>& inputs);

}  // namespace smtptally
