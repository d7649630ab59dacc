// What holds: the command line, then filters and presets that it names, the environment, the file.

#include "cli/settings.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/cli_values.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kPrefix = "SMTPTALLY_";

/// What one source sets.
using Layer = std::vector<Setting>;

/// A domain of a filter must hold beside those of --domain, so that it is a condition.
std::string domain_condition(const std::vector<std::string>& lists) {
  std::vector<std::string> domains;
  for (const std::string& list : lists) {
    for (std::string& domain : split_list(list)) domains.push_back(std::move(domain));
  }
  return fmt::format("domain={}", fmt::join(domains, ","));
}

/// What a filter or a preset asks for: conditions are added, the rest makes a layer.
Layer take_section(const ConfigFile& file, const FileSection& section, std::string_view called,
                   Settings& settings) {
  Layer layer;
  for (const FileSetting& from_file : section.settings) {
    Setting setting = setting_of(file, from_file);
    setting.from = fmt::format("{} {}, {}", called, section.name, setting.from);
    if (setting.option == "domain") {
      setting.values = {domain_condition(setting.values)};
      setting.option = "where";
    }
    (setting.option == "where" ? settings.conditions : layer).push_back(std::move(setting));
  }
  return layer;
}

Result<Setting> setting_of_variable(const Variable& variable, const OptionShape& option) {
  if (option.kind != OptionShape::Kind::flag) {
    return Setting{option.name, {variable.value}, variable.name};
  }
  const std::string lower = ascii_lower(variable.value);
  if (is_one_of(lower, {"1", "true", "yes", "on"})) {
    return Setting{option.name, {"true"}, variable.name};
  }
  if (is_one_of(lower, {"0", "false", "no", "off"})) {
    return Setting{option.name, {"false"}, variable.name};
  }
  return Error{tr_format("{}: '{}' is neither true nor false", visible(variable.name),
                         visible(variable.value))};
}

Result<Layer> layer_of_variables(const SettingSources& sources) {
  Layer layer;
  for (const Variable& variable : sources.variables) {
    const OptionShape* const option =
        find_option(sources.options, option_of_variable(variable.name));
    if (option == nullptr || variable.value.empty()) continue;
    if (why_not_in(SectionKind::defaults, option->name)) continue;
    Result<Setting> setting = setting_of_variable(variable, *option);
    if (!setting) return setting.error();
    layer.push_back(std::move(setting).value());
  }
  return layer;
}

void add_names(std::vector<std::string>& names, const std::vector<std::string>& lists) {
  for (const std::string& list : lists) {
    for (std::string& name : split_list(list)) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
}

/// Whether a weaker source sets the option no more. A name of -o chooses the format.
class Taken {
 public:
  explicit Taken(std::span<const OptionShape> options) {
    for (const OptionShape& option : options) {
      if (option.typed.empty()) continue;
      groups_.emplace(group_of(option.name));
      const bool extension =
          option.name == "output" && std::filesystem::path(option.typed.front()).has_extension();
      if (extension) groups_.emplace("format");
    }
  }
  [[nodiscard]] bool has(std::string_view option) const {
    return groups_.contains(std::string(group_of(option)));
  }
  void add(const Layer& layer) {
    for (const Setting& setting : layer) groups_.emplace(group_of(setting.option));
  }

 private:
  std::set<std::string> groups_;
};

/// Adds what no stronger layer has, and gives it back.
void choose(const Layer& layer, Taken& taken, std::vector<Setting>& chosen) {
  for (const Setting& setting : layer) {
    if (!taken.has(setting.option)) chosen.push_back(setting);
  }
  taken.add(layer);
}

/// Filters are equally strong: they may not want different things.
std::optional<Error> filters_differ(const Layer& filters) {
  for (const Setting& a : filters) {
    for (const Setting& b : filters) {
      if (a.option != b.option || a.values == b.values) continue;
      return Error{tr_format("--{} is {} by {}, and {} by {}", a.option, visible(a.values.front()),
                             a.from, visible(b.values.front()), b.from)};
    }
  }
  return std::nullopt;
}

Result<Layer> layer_of_filters(const SettingSources& sources, const std::vector<std::string>& names,
                               Settings& settings) {
  Layer layer;
  std::vector<std::string_view> known;
  for (const FileSection& filter : sources.file.filters) known.push_back(filter.name);
  for (const std::string& name : names) {
    const FileSection* const filter = find_section(sources.file.filters, name);
    if (filter == nullptr) {
      return Error{tr_format("--filter: there is no filter '{}'{}{}", visible(name),
                             known.empty() ? tr("; no config file names one")
                                           : tr_format("; use {}", fmt::join(known, ", ")),
                             did_you_mean(name, known))};
    }
    for (Setting& setting : take_section(sources.file, *filter, "filter", settings)) {
      layer.push_back(std::move(setting));
    }
  }
  // Two that want the same, want it once.
  if (auto error = filters_differ(layer)) return *std::move(error);
  std::stable_sort(layer.begin(), layer.end(),
                   [](const Setting& a, const Setting& b) { return a.option < b.option; });
  layer.erase(std::unique(layer.begin(), layer.end(),
                          [](const Setting& a, const Setting& b) { return a.option == b.option; }),
              layer.end());
  return layer;
}

}  // namespace

ConfigRequest config_request(std::span<const std::string> arguments) {
  using enum ConfigRequest::Which;
  constexpr std::string_view kName = "--config=";
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    if (arguments[i] == "--no-config") return {none, {}};
    // CLI11 takes "--config= FILE" for the same.
    const bool next = arguments[i] == "--config" || arguments[i] == kName;
    if (next && i + 1 < arguments.size()) return {named, arguments[i + 1]};
    if (arguments[i].starts_with(kName)) return {named, arguments[i].substr(kName.size())};
  }
  return {};
}

Result<Settings> choose_settings(const SettingSources& sources) {
  Settings settings;
  Taken taken(sources.options);
  std::vector<std::string> filters;
  Layer preset;
  if (sources.preset != nullptr) {
    preset = take_section(sources.file, *sources.preset, "preset", settings);
    for (const Setting& setting : preset) {
      if (setting.option == "filter") add_names(filters, setting.values);
    }
    std::erase_if(preset, [](const Setting& setting) { return setting.option == "filter"; });
  }
  Result<Layer> variables = layer_of_variables(sources);
  if (!variables) return variables.error();
  Layer defaults;
  for (const FileSetting& setting : sources.file.defaults.settings) {
    defaults.push_back(setting_of(sources.file, setting));
  }
  // Which filters there are is decided first: they are the next layer.
  std::vector<Setting> weaker;
  Taken filter_taken = taken;
  choose(variables.value(), filter_taken, weaker);
  choose(defaults, filter_taken, weaker);
  if (const OptionShape* const typed = find_option(sources.options, "filter")) {
    add_names(filters, typed->typed);
  }
  for (const Setting& setting : weaker) {
    if (setting.option == "filter") add_names(filters, setting.values);
  }
  const Result<Layer> filtered = layer_of_filters(sources, filters, settings);
  if (!filtered) return filtered.error();
  const std::array<const Layer*, 4> strongest_first{&filtered.value(), &preset, &variables.value(),
                                                    &defaults};
  for (const Layer* const layer : strongest_first) choose(*layer, taken, settings.chosen);
  return settings;
}

std::string option_of_variable(std::string_view name) {
  if (!name.starts_with(kPrefix)) return {};
  std::string option = ascii_lower(name.substr(kPrefix.size()));
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

}  // namespace smtptally
