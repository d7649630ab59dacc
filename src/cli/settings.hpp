#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config_file.hpp"
#include "cli/option_rules.hpp"
#include "smtptally/config_text.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Which file the command line asks for, before it is parsed.
[[nodiscard]] ConfigRequest config_request(std::span<const std::string> arguments);

/// Where options that were not typed may be set.
struct SettingSources {
  std::span<const OptionShape> options;
  const ConfigFile& file;
  std::span<const Variable> variables;
  const FileSection* preset = nullptr;  ///< If it is the command.
};

/// What holds besides the command line.
struct Settings {
  std::vector<Setting> chosen;      ///< For options that were not typed.
  std::vector<Setting> conditions;  ///< --where of filters and of the preset: all must hold, too.
};

/// The one place that knows which source is stronger: command line, filters and preset,
/// environment, file. An error is a filter that is not there, or a variable that is neither true
/// nor false.
[[nodiscard]] Result<Settings> choose_settings(const SettingSources& sources);

/// What `smtptally config` prints: options, values, sources.
[[nodiscard]] std::string settings_table(const SettingSources& sources, const Settings& settings,
                                         const ConfigText& text);

/// "tz (PATH:3:1), jobs (SMTPTALLY_JOBS)", for who wonders why something is refused; empty if
/// nothing is set.
[[nodiscard]] std::string settings_in_words(const Settings& settings);

/// The option that a variable sets: "log-tz" for "SMTPTALLY_LOG_TZ".
[[nodiscard]] std::string option_of_variable(std::string_view name);

/// What --help says of presets; empty where there are none.
[[nodiscard]] std::string help_of_presets(const ConfigFile& file);
/// What `smtptally help NAME` says of one.
[[nodiscard]] std::string help_of_preset(const ConfigFile& file, const FileSection& preset);

}  // namespace smtptally
