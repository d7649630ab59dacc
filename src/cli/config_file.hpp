#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option_rules.hpp"
#include "cli/option_values.hpp"
#include "cli/toml_tree.hpp"
#include "smtptally/config_text.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Values of an option that were not typed, and what they come from in words.
struct Setting {
  std::string option;
  std::vector<std::string> values;
  std::string from;
};

struct FileSetting {
  std::string option;  ///< As in OptionShape, however the file spells it.
  std::vector<PlacedText> values;
  TextPosition at;
};
/// [defaults], [filters.NAME], [presets.NAME].
struct FileSection {
  std::string name;
  TextPosition at;
  std::string help;    ///< Of a preset.
  bool chart = false;  ///< Of a preset.
  std::vector<FileSetting> settings;
};

/// A config file that was made sense of. Where there are problems, the rest must not be used.
struct ConfigFile {
  std::string path;
  FileSection defaults;
  std::vector<FileSection> filters;
  std::vector<FileSection> presets;
  std::vector<std::string> problems;  ///< "PATH:3:6: what is wrong".
};

/// What is wrong with options that have these values and no others.
using SettingsCheck = std::function<std::optional<Error>(std::span<const Setting>)>;

/// Finds all that is wrong, up to a number that fits a screen. `commands` are names that no preset
/// may have.
[[nodiscard]] ConfigFile read_config_file(const ConfigText& text,
                                          std::span<const OptionShape> options,
                                          std::span<const std::string_view> commands,
                                          const SettingsCheck& check);

[[nodiscard]] const FileSection* find_section(std::span<const FileSection> sections,
                                              std::string_view name) noexcept;
/// "PATH:3:6".
[[nodiscard]] std::string place_in_file(const ConfigFile& file, TextPosition at);
/// The same as if it were typed.
[[nodiscard]] Setting setting_of(const ConfigFile& file, const FileSetting& setting);

}  // namespace smtptally
