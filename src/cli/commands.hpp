#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/command_help.hpp"
#include "report/presets.hpp"

namespace smtptally {

/// A command in words, whatever table has its row: views, presets, or the few that report nothing.
struct CommandRow {
  std::string_view name;
  std::string_view arguments;  ///< In front of the options.
  std::string_view help;       ///< Its line in --help.
  CommandHelp more;
  const Preset* preset = nullptr;  ///< If it is one.
  bool reads_logs = true;
};

/// All of them, in the order of --help.
[[nodiscard]] std::vector<CommandRow> all_commands();

/// Names that no preset of a config file may have.
[[nodiscard]] std::vector<std::string_view> command_names();

}  // namespace smtptally
