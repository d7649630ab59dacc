#include "cli/cli_config.hpp"

#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/settings.hpp"
#include "text/translate.hpp"

namespace smtptally {

EarlyExit usage(std::string_view sentence) {
  return {ExitCode::failed,
          fmt::format("smtptally: {}\n{}\n", sentence, tr("Try 'smtptally --help'."))};
}

EarlyExit refused(const Typed& typed, const Error& error) {
  if (typed.set_elsewhere.empty()) return usage(error.message);
  return usage(fmt::format("{}\nsmtptally: {}", error.message,
                           tr_format("note: set elsewhere: {}", typed.set_elsewhere)));
}

std::optional<EarlyExit> refuse_config(const Typed& typed, const ConfigRequest& looked_for,
                                       const ConfigFile& file) {
  using enum ConfigRequest::Which;
  if (typed.no_config && !typed.config_file.empty()) {
    return usage(tr("--config and --no-config exclude each other"));
  }
  if (looked_for.path != typed.config_file || (looked_for.which == none) != typed.no_config) {
    return usage(tr("--config and --no-config can not be values of another option"));
  }
  if (file.problems.empty()) return std::nullopt;
  return usage(fmt::format("{}", fmt::join(file.problems, "\nsmtptally: ")));
}

std::optional<EarlyExit> take_settings(const SettingsContext& context, Typed& typed,
                                       Config& config) {
  const auto& [environment, file, options, set] = context;
  const std::string first = typed.words.empty() ? std::string() : typed.words.front();
  const SettingSources sources{options, file, environment.variables,
                               find_section(file.presets, first)};
  if (sources.preset != nullptr) {
    config.command = Command::pivot;
    config.preset = first;
    config.chart = config.chart || sources.preset->chart;
    typed.words.erase(typed.words.begin());
  }
  const Result<Settings> settings = choose_settings(sources);
  if (!settings) return usage(settings.error().message);
  set(settings.value().chosen);
  for (const Setting& added : settings.value().conditions) {
    typed.conditions.insert(typed.conditions.end(), added.values.begin(), added.values.end());
  }
  typed.set_elsewhere = settings_in_words(settings.value());
  for (const FileSection& preset : file.presets) typed.presets.push_back(preset.name);
  if (first != "config") return std::nullopt;
  if (typed.words.size() > 1) return usage(tr("config takes no files"));
  config.command = Command::pivot;  // Which takes all options.
  if (const auto error = resolve(typed, environment, config)) return refused(typed, *error);
  return EarlyExit{ExitCode::ok,
                   settings_table(sources, settings.value(), environment.config_text)};
}

}  // namespace smtptally
