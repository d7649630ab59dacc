#pragma once

#include <optional>
#include <span>

#include "cli/cli_typed.hpp"
#include "cli/settings.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// --db and its companions.
[[nodiscard]] std::optional<Error> resolve_history(const Typed& typed, Config& config);
/// The range that was asked for, or that of a history where none was.
[[nodiscard]] RangeRequest range_asked(const Typed& typed, Config& config);
/// What of the command line does not go with --db, or needs it.
[[nodiscard]] std::optional<EarlyExit> refuse_history(std::span<const OptionShape> options,
                                                      const Config& config);

}  // namespace smtptally
