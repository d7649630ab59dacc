#pragma once

#include <cstddef>
#include <vector>

#include "inputs/input.hpp"

namespace smtptally {

/// For each input the first one that may hold lines of a log host that it holds, too, directly or
/// by way of others, as far as is known of their hosts. Of a pipe, these are known when it can not
/// be read again, so that with one all inputs are of one group.
[[nodiscard]] std::vector<std::size_t> first_of_host_group(const std::vector<Input>& inputs);

}  // namespace smtptally
