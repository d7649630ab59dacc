// Settings in words: the command config, --help, and beside a refusal.

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/settings.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

/// What holds where nothing is set, if there is a word for it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kFallbacks{{
    {"tz", "local"},
    {"log-tz", "local"},
    {"sender", "account"},
    {"auth", "only"},
    // TRANSLATORS: all rows: the value of --top where none is set.
    {"top", to_tr("all")},
    {"format", "table"},
    {"color", "auto"},
    // TRANSLATORS: the language of the locale: the value of --lang where none is set.
    {"lang", to_tr("the locale's")},
    {"input-format", "auto"},
    {"join-limit", "600000"},
    {"alarms-per-week", "1"},
    {"baseline-days", "28"},
    {"least", "20"},
    {"times", "3"},
    {"minute-limit", "30"},
    {"recipient-limit", "10000"},
    {"client-connector", "Client Proxy , Client Frontend , Client "},
    // TRANSLATORS: one thread for each core of the processor.
    {"jobs", to_tr("one a core")},
}};

using Row = std::array<std::string, 3>;

std::string fallback_of(const OptionShape& option) {
  const auto* const found =
      std::find_if(kFallbacks.begin(), kFallbacks.end(),
                   [&](const auto& fallback) { return fallback.first == option.name; });
  if (found != kFallbacks.end()) return std::string(tr(found->second));
  return option.kind == OptionShape::Kind::flag ? "false" : "-";
}

std::string shown(const std::vector<std::string>& values) {
  return visible(fmt::format("{}", fmt::join(values, ", ")));
}

/// The options in the order of the command line; conditions that are added stand below.
std::vector<Row> option_rows(const SettingSources& sources, const Settings& settings) {
  std::vector<Row> rows;
  for (const OptionShape& option : sources.options) {
    if (why_not_in(SectionKind::preset, option.name)) continue;
    const auto chosen = std::find_if(settings.chosen.begin(), settings.chosen.end(),
                                     [&](const Setting& s) { return s.option == option.name; });
    if (!option.typed.empty()) {
      rows.push_back({option.name, shown(option.typed), tr("command line")});
    } else if (chosen != settings.chosen.end()) {
      rows.push_back({option.name, shown(chosen->values), visible(chosen->from)});
    }
    for (const Setting& added : settings.conditions) {
      if (added.option != option.name) continue;
      rows.push_back({option.name, shown(added.values), visible(added.from)});
    }
    const bool set = !rows.empty() && rows.back()[0] == option.name;
    if (!set && !why_not_in(SectionKind::defaults, option.name)) {
      rows.push_back({option.name, fallback_of(option), tr("default")});
    }
  }
  return rows;
}

std::string in_words(const FileSection& section) {
  std::vector<std::string> words;
  for (const FileSetting& setting : section.settings) {
    std::vector<std::string> values;
    for (const PlacedText& value : setting.values) values.push_back(value.text);
    words.push_back(fmt::format("{}={}", setting.option, fmt::join(values, ",")));
  }
  if (section.chart) words.emplace_back("chart=true");
  return visible(fmt::format("{}", fmt::join(words, " ")));
}

std::vector<Row> section_rows(const ConfigFile& file) {
  std::vector<Row> rows;
  for (const FileSection& filter : file.filters) {
    rows.push_back({"filter " + filter.name, in_words(filter), place_in_file(file, filter.at)});
  }
  for (const FileSection& preset : file.presets) {
    rows.push_back({"preset " + preset.name, in_words(preset), place_in_file(file, preset.at)});
  }
  return rows;
}

std::string table_of(const std::vector<Row>& rows) {
  std::array<std::size_t, 2> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      text += row[i];
      text.append(widths[i] - display_width(row[i]) + 2, ' ');
    }
    text += row[2] + "\n";
  }
  return text;
}

/// Which file was read, or why none.
std::string about_file(const ConfigText& text) {
  if (!text.path.empty()) return tr_format("read: {}\n", visible(text.path));
  if (text.looked_for.empty()) return tr("read: no file\n");
  return visible(
             tr_format("read: no file; there is none of {}", fmt::join(text.looked_for, ", "))) +
         "\n";
}

/// Variables that are spelled like settings and are none.
std::string about_variables(const SettingSources& sources) {
  std::vector<std::string_view> names;
  for (const OptionShape& option : sources.options) {
    if (!why_not_in(SectionKind::defaults, option.name)) names.push_back(option.name);
  }
  std::string text;
  for (const Variable& variable : sources.variables) {
    const std::string option = option_of_variable(variable.name);
    if (is_among(option, names) || variable.name == "SMTPTALLY_SYSTEM_CONFIG" ||
        variable.name == "SMTPTALLY_PAGER") {
      continue;
    }
    const bool known = find_option(sources.options, option) != nullptr;
    const auto why = why_not_in(SectionKind::defaults, option);
    const std::string name = visible(variable.name);
    text += known && why
                ? tr_format("ignored: {}; {}", name, *why)
                : tr_format("ignored: {}, which is no option{}", name, did_you_mean(option, names));
    text += '\n';
  }
  return text;
}

}  // namespace

std::string settings_table(const SettingSources& sources, const Settings& settings,
                           const ConfigText& text) {
  // TRANSLATORS: headings: an option, its value, and where that was set.
  std::vector<Row> rows{{tr("option"), tr("value"), tr("from")}};
  for (Row& row : option_rows(sources, settings)) rows.push_back(std::move(row));
  const std::string sections = table_of(section_rows(sources.file));
  return fmt::format("{}{}{}\n{}{}", table_of(rows), sections.empty() ? "" : "\n", sections,
                     about_file(text), about_variables(sources));
}

std::string settings_in_words(const Settings& settings) {
  std::vector<std::string> words;
  for (const auto* const list : {&settings.chosen, &settings.conditions}) {
    for (const Setting& setting : *list) {
      words.push_back(fmt::format("{} ({})", setting.option, visible(setting.from)));
    }
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string help_of_presets(const ConfigFile& file) {
  if (!file.problems.empty()) {
    return tr_format("\nYour own commands: none, for something is wrong in {}\n",
                     visible(file.path));
  }
  if (file.presets.empty()) return {};
  std::string text = tr_format("\nYour own commands, of {}:\n", visible(file.path));
  for (const FileSection& preset : file.presets) {
    text += fmt::format("  {:<8}  {}\n", preset.name,
                        preset.help.empty() ? "pivot " + in_words(preset) : visible(preset.help));
  }
  return text;
}

std::string help_of_preset(const ConfigFile& file, const FileSection& preset) {
  const std::string about = preset.help.empty() ? std::string() : ": " + visible(preset.help);
  return tr_format(
      "smtptally {0}{1}\n\nUsage: smtptally {0} [OPTIONS] [FILE|DIR|-]...\n\n"
      "A preset of your own, of {2}. It is pivot with:\n  {3}\n\n"
      "Options behind it are stronger; conditions must hold besides its own.\n\n"
      "More: smtptally help pivot, man smtptally-config\n",
      preset.name, about, visible(place_in_file(file, preset.at)), in_words(preset));
}

}  // namespace smtptally
