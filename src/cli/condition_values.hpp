#pragma once

#include <string>
#include <vector>

#include "cli/cli_values.hpp"
#include "smtptally/config.hpp"
#include "smtptally/dimension.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Whether the operator compares whole texts.
[[nodiscard]] constexpr bool is_whole(Condition::Op op) noexcept {
  return op == Condition::Op::equal || op == Condition::Op::not_equal;
}

/// What stands on the right side, as the report will print it; the error is what is wrong with it.
using ConditionValues = Result<std::vector<std::string>>;
[[nodiscard]] ConditionValues condition_values(Dimension dimension, std::vector<std::string> values,
                                               Condition::Op op, IdentityCase letters);

}  // namespace smtptally
