#pragma once

#include <optional>

#include "cli/cli_typed.hpp"
#include "cli/cli_values.hpp"
#include "cli/config_file.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Says on a terminal how it is used. Who typed something is told why it does not run.
[[nodiscard]] EarlyExit nothing_to_read(bool typed, const ConfigFile& file);

/// Takes the command, what it needs beside inputs, and the inputs from the words.
[[nodiscard]] std::optional<EarlyExit> resolve_inputs(Typed& typed, FileTest exists,
                                                      Config& config);

}  // namespace smtptally
