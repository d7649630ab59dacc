#pragma once

#include <optional>
#include <vector>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Whether any two logs may hold the same Postfix lines: logs of one host of which one begins
/// before the other ends. If the modification time does not tell the end of a file, as after a
/// copy, its last lines do; if two logs share a second, its lines are compared.
///
/// The middle of a log may extend beyond its ends (Input::goes_beyond): then call it again. With a
/// pipe and another log the answer is yes, because a pipe cannot be read again. Requires inputs in
/// the order of their first stamps.
[[nodiscard]] bool any_overlap(std::vector<Input>& inputs, const Config& config);

/// The latest time of the last lines of a text file; nothing for any other input.
[[nodiscard]] std::optional<Micros> time_of_last_lines(const Input& input, const Config& config);

}  // namespace smtptally
