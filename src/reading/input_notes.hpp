#pragma once

#include <optional>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// About an input that does not begin with a log, with the server it seems to be from.
[[nodiscard]] InputNote no_log(Input& input, const Config& config);

/// About a log that tells nothing of submissions, or what another log says, too; nothing for one
/// that is of use.
[[nodiscard]] std::optional<InputNote> why_of_no_use(const Input& input);

/// Whether a comparison with a period is asked for. An exported report asks for another one, and
/// then nothing is read.
[[nodiscard]] bool compares_with_period(const Config& config) noexcept;
/// About an exported report among the inputs.
[[nodiscard]] InputNote no_log_but_report(const Input& input, const Config& config);

}  // namespace smtptally
