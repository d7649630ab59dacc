#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "cli/cli_typed.hpp"
#include "cli/config_file.hpp"
#include "cli/option_rules.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// How a mistake on the command line is said.
[[nodiscard]] EarlyExit usage(std::string_view sentence);
/// The same of something that may not have been typed: what is set elsewhere is named, too.
[[nodiscard]] EarlyExit refused(const Typed& typed, const Error& error);

/// Whether something is wrong with the file, or main() looked for another one than was asked for:
/// `-o --config x` writes a file.
[[nodiscard]] std::optional<EarlyExit> refuse_config(const Typed& typed,
                                                     const ConfigRequest& looked_for,
                                                     const ConfigFile& file);

/// Where options come from, and who sets those that were not typed.
struct SettingsContext {
  const Environment& environment;
  const ConfigFile& file;
  std::span<const OptionShape> options;
  std::function<void(std::span<const Setting>)> set;
};
/// Sets what was not typed, and takes the first word if it is a preset. Ends where it is config.
[[nodiscard]] std::optional<EarlyExit> take_settings(const SettingsContext& context, Typed& typed,
                                                     Config& config);

}  // namespace smtptally
