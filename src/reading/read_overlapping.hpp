#pragma once

#include <vector>

#include "reading/input_reader.hpp"

namespace smtptally {

/// Reads inputs that may hold the same lines. Logs of one host are read together in the order of
/// time (within a minute, see LineAlignment), and lines that several logs hold count once
/// (DuplicateLines). A log that is alone in its period is read like any other.
///
/// If a log is out of order, and its lines come more than a minute apart from the copies in other
/// logs, copies of messages are found by their queue ids (Piece::expect_second_copies()).
///
/// Returns the first input with an impossible year and stops there. Requires inputs in the order of
/// their first stamps, and a plan to read all of them.
[[nodiscard]] Input* read_overlapping(const Reading& reading, InputReader& reader,
                                      std::vector<Input>& inputs);

}  // namespace smtptally
