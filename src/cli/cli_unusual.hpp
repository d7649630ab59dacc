#pragma once

#include <optional>
#include <span>

#include "cli/cli_typed.hpp"
#include "cli/option_rules.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// The limits of `unusual`, and the time before its range. Requires a resolved range.
[[nodiscard]] std::optional<Error> resolve_unusual(const Typed& typed, Config& config);
/// Options of `unusual` that were typed for another command. In a config file they are defaults.
[[nodiscard]] std::optional<EarlyExit> refuse_unusual(std::span<const OptionShape> options,
                                                      const Config& config);

}  // namespace smtptally
