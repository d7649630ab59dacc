#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/command_help.hpp"
#include "report/presets.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// A command in words, whatever table has its row: views, presets, or the few that report nothing.
struct CommandRow {
  std::string_view name;
  std::string_view arguments;  ///< In front of the options.
  std::string_view help;       ///< Its line in --help.
  CommandHelp more;
  std::optional<Command> command;  ///< Nothing for those that are done before there is a report.
  const Preset* preset = nullptr;  ///< If it is one.
};

/// All of them, in the order of --help.
[[nodiscard]] std::vector<CommandRow> all_commands();

/// Names that no preset of a config file may have.
[[nodiscard]] std::vector<std::string_view> command_names();

}  // namespace smtptally
