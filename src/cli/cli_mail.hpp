#pragma once

#include <optional>
#include <span>

#include "cli/cli_typed.hpp"
#include "cli/option_rules.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// What --mail-to and its companions ask for. Requires config.command, and that the format is
/// resolved.
[[nodiscard]] std::optional<Error> resolve_mail(const Typed& typed, Config& config);
/// Its companions that were typed without it. In a config file they are defaults.
[[nodiscard]] std::optional<EarlyExit> refuse_mail(std::span<const OptionShape> options,
                                                   const Config& config);

}  // namespace smtptally
