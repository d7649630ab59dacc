#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/config_file.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// What -h prints: it fits a terminal of 80 columns and 24 lines, with a line for presets of the
/// config file where there are any.
[[nodiscard]] std::string short_help(const ConfigFile& file);
/// What --help prints.
[[nodiscard]] std::string whole_help(const ConfigFile& file);
/// What --version prints.
[[nodiscard]] std::string version_text();

/// What -h, --help and --version on a command line ask for, which no other mistake on it keeps from
/// being answered; nothing if they are not there.
[[nodiscard]] std::optional<EarlyExit> asked_for_help(std::span<const std::string> arguments,
                                                      const ConfigFile& file);
/// The command help; `words` are those behind it.
[[nodiscard]] EarlyExit run_help(std::span<const std::string> words, const ConfigFile& file);

}  // namespace smtptally
