#pragma once

#include <cstddef>
#include <vector>

#include "inputs/input.hpp"

namespace smtptally {

/// For each input, the first input of its group. Two inputs are in one group if they may hold lines
/// of the same log host, directly or through other inputs. The hosts of a pipe are unknown until it
/// is read, so one pipe puts all inputs into one group.
[[nodiscard]] std::vector<std::size_t> first_of_host_group(const std::vector<Input>& inputs);

}  // namespace smtptally
