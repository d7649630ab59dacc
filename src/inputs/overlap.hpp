#pragma once

#include <optional>
#include <vector>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Whether any two of the logs may hold the same lines of Postfix: those of one host, of which one
/// begins before the other ends. Where the time of the last change does not tell when a file ended,
/// as after a copy, its last lines do; and where they share a second, the lines of it are compared.
///
/// The middle of a log may hold more than its ends tell (Input::goes_beyond): ask again then. Of a
/// pipe and another log it says yes, because nobody could ask again. Requires inputs in the order
/// of their first stamps.
[[nodiscard]] bool any_overlap(std::vector<Input>& inputs, const Config& config);

/// The time of the latest of the last lines of a file of text; nothing for any other input.
[[nodiscard]] std::optional<Micros> time_of_last_lines(const Input& input, const Config& config);

}  // namespace smtptally
