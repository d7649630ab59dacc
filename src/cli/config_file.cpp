// A config file: sections of options, each of which is checked as if it were typed.

#include "cli/config_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "cli/cli_values.hpp"
#include "cli/option_rules.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Kind = TomlNode::Kind;

constexpr std::array<std::string_view, 3> kSections{"defaults", "filters", "presets"};

/// Of filters and presets: what can be typed without quoting, and is no option.
bool is_section_name(std::string_view name) {
  const auto good = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), good);
}

class FileReader {
 public:
  FileReader(std::string path, std::span<const OptionShape> options,
             std::span<const std::string_view> commands, const SettingsCheck& check)
      : options_(options), commands_(commands), check_(check) {
    file_.path = std::move(path);
  }

  ConfigFile read(const TomlNode& root) && {
    for (const TomlMember& member : root.members) read_root(member);
    check_filter_names(file_.defaults);
    for (const FileSection& preset : file_.presets) check_filter_names(preset);
    return std::move(file_);
  }

 private:
  void say(TextPosition at, std::string_view sentence) {
    constexpr std::size_t kMost = 10;
    if (file_.problems.size() > kMost) return;
    file_.problems.push_back(file_.problems.size() == kMost
                                 ? tr_format("{}: there is more that is wrong", visible(file_.path))
                                 : fmt::format("{}: {}", place_in_file(file_, at), sentence));
  }
  void read_root(const TomlMember& member);
  void read_named(const TomlMember& member, SectionKind kind, std::vector<FileSection>& into);
  FileSection read_section(const TomlMember& member, SectionKind kind);
  /// Whether the key is one of a preset that is no option.
  bool read_words(const TomlMember& member, SectionKind kind, FileSection& section);
  void read_setting(const TomlMember& member, SectionKind kind, FileSection& section);
  void check_values(const FileSection& section);
  void check_setting(const FileSetting& setting);
  void check_filter_names(const FileSection& section);
  [[nodiscard]] std::string nearest_key(std::string_view key, SectionKind kind) const;

  ConfigFile file_;
  std::span<const OptionShape> options_;
  std::span<const std::string_view> commands_;
  const SettingsCheck& check_;
};

void FileReader::read_root(const TomlMember& member) {
  const bool known = is_among(member.key, kSections);
  if (member.value.kind != Kind::table) {
    say(member.at, known ? tr_format("'{0}' stands in no section; put [{0}] instead of it",
                                     visible(member.key))
                         : tr_format("'{}' stands in no section; put [defaults] in front of it",
                                     visible(member.key)));
  } else if (member.key == "defaults") {
    file_.defaults = read_section(member, SectionKind::defaults);
  } else if (member.key == "filters") {
    read_named(member, SectionKind::filter, file_.filters);
  } else if (member.key == "presets") {
    read_named(member, SectionKind::preset, file_.presets);
  } else {
    say(member.at, tr_format("there is no section [{}]; use defaults, filters.NAME or "
                             "presets.NAME{}",
                             visible(member.key), did_you_mean(member.key, kSections)));
  }
}

void FileReader::read_named(const TomlMember& member, SectionKind kind,
                            std::vector<FileSection>& into) {
  for (const TomlMember& named : member.value.members) {
    if (named.value.kind != Kind::table) {
      say(named.at, tr_format("'{}' stands in no section of a name; write [{}.NAME] above it",
                              visible(named.key), member.key));
    } else if (!is_section_name(named.key)) {
      say(named.at, tr_format("'{}' is no name; use letters, digits, - and _", visible(named.key)));
    } else if (kind == SectionKind::preset && is_among(named.key, commands_)) {
      say(named.at,
          tr_format("'{}' is a command already; give the preset another name", named.key));
    } else {
      into.push_back(read_section(named, kind));
    }
  }
}

FileSection FileReader::read_section(const TomlMember& member, SectionKind kind) {
  FileSection section;
  section.name = member.key;
  section.at = member.at;
  for (const TomlMember& key : member.value.members) {
    if (!read_words(key, kind, section)) read_setting(key, kind, section);
  }
  check_values(section);
  return section;
}

bool FileReader::read_words(const TomlMember& member, SectionKind kind, FileSection& section) {
  if (kind != SectionKind::preset || (member.key != "help" && member.key != "chart")) return false;
  const Kind wanted = member.key == "help" ? Kind::text : Kind::truth;
  if (member.value.kind != wanted) {
    say(member.value.at, tr_format("'{0}' is {1}, not {2}", member.key, kind_name(wanted),
                                   kind_name(member.value.kind)));
  } else if (member.key == "help") {
    section.help = member.value.text;
  } else {
    section.chart = member.value.text == "true";
  }
  return true;
}

std::string FileReader::nearest_key(std::string_view key, SectionKind kind) const {
  std::vector<std::string_view> names;
  for (const OptionShape& shape : options_) {
    if (!why_not_in(kind, shape.name)) names.push_back(shape.name);
  }
  if (kind == SectionKind::preset) names.insert(names.end(), {"help", "chart"});
  return did_you_mean(key, names);
}

void FileReader::read_setting(const TomlMember& member, SectionKind kind, FileSection& section) {
  std::string option = member.key;
  std::replace(option.begin(), option.end(), '_', '-');
  const OptionShape* const shape = find_option(options_, option);
  if (shape == nullptr) {
    say(member.at,
        tr_format("there is no option '{}'{}", visible(member.key), nearest_key(option, kind)));
    return;
  }
  if (const auto why = why_not_in(kind, option)) {
    say(member.at, tr_format("'{}' has no place here: {}", visible(member.key), *why));
    return;
  }
  const auto first = std::find_if(section.settings.begin(), section.settings.end(),
                                  [&](const FileSetting& s) { return s.option == option; });
  if (first != section.settings.end()) {
    say(member.at,
        tr_format("'{}' stands twice, first in line {}", visible(member.key), first->at.line));
    return;
  }
  auto values = option_values(member, *shape);
  if (const auto* mistake = std::get_if<TomlMistake>(&values)) {
    say(mistake->at, mistake->what);
  } else {
    section.settings.push_back(
        {shape->name, std::get<std::vector<PlacedText>>(std::move(values)), member.at});
  }
}

void FileReader::check_values(const FileSection& section) {
  std::vector<Setting> all;
  for (const FileSetting& setting : section.settings) all.push_back(setting_of(file_, setting));
  const auto error = check_(all);
  if (!error) return;
  const std::size_t said = file_.problems.size();
  for (const FileSetting& setting : section.settings) check_setting(setting);
  // Each for itself is right.
  if (file_.problems.size() == said) say(section.at, error->message);
}

void FileReader::check_setting(const FileSetting& setting) {
  for (const PlacedText& value : setting.values) {
    const std::array<Setting, 1> alone{{{setting.option, {value.text}, {}}}};
    if (const auto error = check_(alone)) say(value.at, error->message);
  }
}

void FileReader::check_filter_names(const FileSection& section) {
  std::vector<std::string_view> names;
  for (const FileSection& filter : file_.filters) names.push_back(filter.name);
  for (const FileSetting& setting : section.settings) {
    if (setting.option != "filter") continue;
    for (const PlacedText& list : setting.values) {
      for (const std::string& name : split_list(list.text)) {
        if (is_among(name, names)) continue;
        say(list.at,
            tr_format("there is no [filters.{}]{}", visible(name), did_you_mean(name, names)));
      }
    }
  }
}

}  // namespace

ConfigFile read_config_file(const ConfigText& text, std::span<const OptionShape> options,
                            std::span<const std::string_view> commands,
                            const SettingsCheck& check) {
  ConfigFile file;
  file.path = text.path;
  if (text.path.empty()) return file;
  if (!text.error.empty()) {
    file.problems.push_back(
        tr_format("{}: it could not be read: {}", visible(text.path), text.error));
    return file;
  }
  const auto parsed = parse_toml(text.text);
  if (const auto* mistake = std::get_if<TomlMistake>(&parsed)) {
    file.problems.push_back(
        fmt::format("{}: {}", place_in_file(file, mistake->at), visible(mistake->what)));
    return file;
  }
  return FileReader(text.path, options, commands, check).read(std::get<TomlNode>(parsed));
}

const FileSection* find_section(std::span<const FileSection> sections,
                                std::string_view name) noexcept {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const FileSection& section) { return section.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

std::string place_in_file(const ConfigFile& file, TextPosition at) {
  return fmt::format("{}:{}:{}", visible(file.path), at.line, at.column);
}

Setting setting_of(const ConfigFile& file, const FileSetting& setting) {
  Setting made{setting.option, {}, place_in_file(file, setting.at)};
  for (const PlacedText& value : setting.values) made.values.push_back(value.text);
  return made;
}

}  // namespace smtptally
