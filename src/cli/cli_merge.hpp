#pragma once

#include <optional>
#include <span>
#include <vector>

#include "cli/cli_typed.hpp"
#include "cli/cli_values.hpp"
#include "cli/config_file.hpp"
#include "cli/option_rules.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Turns `merge PART… VIEW …` into `VIEW … PART…`, and sets config.part.merge; leaves other words
/// alone. A word in front of the view that names a file is a part, whatever it is called.
void take_merge(Typed& typed, const ConfigFile& file, FileTest exists, Config& config);

/// The names of options that have values, from whatever source.
[[nodiscard]] std::vector<std::string> names_of_set(std::span<const OptionShape> options);

/// What of the command line does not go with --partial or with merge. Sets what both imply.
/// Requires a config that is resolved.
[[nodiscard]] std::optional<EarlyExit> refuse_parts(Config& config);

}  // namespace smtptally
