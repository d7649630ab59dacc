#pragma once

#include <optional>

#include "cli/cli_typed.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// How the report is ordered, cut and written: format, file, screen. Requires config.command and
/// config.preset.
[[nodiscard]] std::optional<Error> resolve_output(const Typed& typed,
                                                  const Environment& environment, Config& config);
/// Where the key of pseudonyms is.
[[nodiscard]] std::optional<Error> resolve_anonymize(const Typed& typed,
                                                     const Environment& environment,
                                                     Config& config);

}  // namespace smtptally
