// The command line; the only user of CLI11.

#include <algorithm>
#include <array>
#include <span>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/cli_config.hpp"
#include "cli/cli_history.hpp"
#include "cli/cli_inputs.hpp"
#include "cli/cli_mail.hpp"
#include "cli/cli_merge.hpp"
#include "cli/cli_typed.hpp"
#include "cli/cli_unusual.hpp"
#include "cli/cli_values.hpp"
#include "cli/commands.hpp"
#include "cli/config_file.hpp"
#include "cli/help.hpp"
#include "cli/option_rules.hpp"
#include "cli/settings.hpp"
#include "report/presets.hpp"
#include "report/views.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

// In the order of the help.

void add_options_of_messages(CLI::App& app, Typed& typed, Config& config) {
  app.add_option("FILE", typed.words);
  app.add_option("-S,--since", typed.range.since);
  app.add_option("-U,--until", typed.range.until);
  app.add_option("--last", typed.range.last);
  app.add_option("--on", typed.range.on);
  app.add_option("--with", typed.with);
  app.add_option("--now", typed.now);
  app.add_option("--tz", typed.tz);
  app.add_option("--log-tz", typed.log_tz);
  app.add_option("--year", typed.year);
  app.add_option("--domain", typed.domains)->allow_extra_args(false)->take_all();
  app.add_option("--where", typed.conditions)->allow_extra_args(false)->take_all();
  app.add_option("--filter", typed.filters)->allow_extra_args(false)->take_all();
  app.add_option("--sender", typed.sender);
  app.add_option("--auth", typed.auth);
  app.add_flag("--fold-case", config.selection.fold_case);
}

void add_options_of_reports(CLI::App& app, Typed& typed, Config& config) {
  app.add_option("--rows", typed.rows);
  app.add_option("--columns", typed.columns);
  app.add_option("--values", typed.values);
  app.add_option("--sort", typed.sort);
  app.add_option("--top", typed.top);
  app.add_option("--format", typed.format);
  app.add_option("-o,--output", config.output);
  app.add_option("--color", typed.color);
  app.add_option("--lang", typed.lang);
  app.add_flag("--ascii", config.ascii);
  app.add_flag("--wide", config.wide);
  app.add_option("--width", typed.width);
  app.add_flag("--chart", config.chart);
  app.add_flag("--no-pager", typed.no_pager);
  app.add_flag("--spreadsheet-safe", config.spreadsheet_safe);
  // A flag, so that a file behind it is no value.
  app.add_flag("--excel{comma}", typed.excel);
  app.add_flag("--anonymize{*}", typed.anonymize);
  app.add_option("--mail-to", typed.mail_to);
  app.add_option("--mail-from", typed.mail_from);
  app.add_option("--subject", typed.subject_line);
  app.add_option("--sendmail", typed.sendmail);
  app.add_option("--mail-timeout", typed.mail_patience);
  app.add_flag("--mail-dry-run", config.mail.dry_run);
}

void add_options_of_inputs(CLI::App& app, Typed& typed, Config& config) {
  app.add_option("--input-format", typed.input_format);
  app.add_flag("--failures", config.failures);
  app.add_flag("--no-estimates", typed.no_estimates);
  app.add_flag("--count-probes", config.selection.exchange.count_probes);
  app.add_option("--join-limit", typed.join_limit);
  app.add_option("--client-connector", typed.client_connectors)
      ->allow_extra_args(false)
      ->take_all();
  app.add_option("--fail-on", typed.fail_on);
  app.add_option("--except", config.unusual.except_file);
  app.add_option("--alarms-per-week", typed.alarms_per_week);
  app.add_option("--baseline-days", typed.baseline_days);
  app.add_option("--least", typed.least);
  app.add_option("--times", typed.times);
  app.add_option("--minute-limit", typed.minute_limit);
  app.add_option("--recipient-limit", typed.recipient_limit);
  app.add_flag("--journal{:own}", typed.journal);
  app.add_option("--db", config.history.db);
  app.add_option("--keep", typed.keep);
  app.add_option("--keep-days", typed.keep_days);
  app.add_option("--db-wait", typed.db_wait);
  app.add_flag("--against", config.history.against);
  app.add_flag("--partial", config.part.write);
  app.add_flag("--no-seek", typed.no_seek);
  app.add_option("-j,--jobs", typed.jobs);
  app.add_flag("--stats", config.stats);
  app.add_flag("--strict", config.strict);
  app.add_flag("-q,--quiet", config.quiet);
  app.add_flag("--no-progress", typed.no_progress);
  app.add_option("--config", typed.config_file);
  app.add_flag("--no-config", typed.no_config);
}

void add_options(CLI::App& app, Typed& typed, Config& config) {
  add_options_of_messages(app, typed, config);
  add_options_of_reports(app, typed, config);
  add_options_of_inputs(app, typed, config);
}

std::vector<OptionShape> shapes_of(const CLI::App& app) {
  using Kind = OptionShape::Kind;
  std::vector<OptionShape> shapes;
  for (const CLI::Option* const option : app.get_options()) {
    if (option->get_lnames().empty()) continue;
    const bool many = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
    const Kind kind = option->get_items_expected_max() == 0 ? Kind::flag
                      : many                                ? Kind::many
                                                            : Kind::one;
    shapes.push_back({option->get_lnames().front(), kind, option->results()});
  }
  return shapes;
}

/// As if they were typed. Requires options of `app` that were not.
void set_options(CLI::App& app, std::span<const Setting> settings) {
  for (const Setting& setting : settings) {
    CLI::Option* const option = app.get_option("--" + setting.option);
    option->add_result(setting.values);
    option->run_callback();
  }
}

/// Tries options of the config file for themselves.
SettingsCheck check_in(const Environment& environment) {
  return [&environment](std::span<const Setting> settings) {
    Config config;
    config.command = Command::pivot;  // Which takes them all.
    Typed typed;
    typed.tz = "UTC";  // A zone of the process that is wrong is no mistake of the file.
    typed.log_tz = "UTC";
    CLI::App app;
    add_options(app, typed, config);
    set_options(app, settings);
    return resolve(typed, environment, config);
  };
}

/// "-7d" behind an option that takes a time is its value, not options -7 and -d.
std::vector<std::string> join_negative_times(const std::vector<std::string>& arguments) {
  constexpr std::array<std::string_view, 6> kTimes{"-S",      "--since", "-U",
                                                   "--until", "--last",  "--now"};
  std::vector<std::string> joined;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--") {
      joined.insert(joined.end(), arguments.begin() + static_cast<std::ptrdiff_t>(i),
                    arguments.end());
      break;
    }
    const bool takes_time = std::find(kTimes.begin(), kTimes.end(), word) != kTimes.end();
    const std::string next = i + 1 < arguments.size() ? arguments[i + 1] : std::string();
    const bool negative = next.size() > 1 && next[0] == '-' && is_digit(next[1]);
    if (takes_time && negative) {
      joined.push_back(fmt::format("{}{}{}", word, word.starts_with("--") ? "=" : "", next));
      ++i;
    } else {
      joined.push_back(word);
    }
  }
  return joined;
}

/// An option that was given, but nothing with it.
std::optional<EarlyExit> refuse_empty_values(const CLI::App& app) {
  for (const CLI::Option* const option : app.get_options()) {
    const auto& given = option->results();
    if (option->get_lnames().empty() || std::find(given.begin(), given.end(), "") == given.end()) {
      continue;
    }
    return usage(tr_format("--{}: its value is empty", option->get_lnames().front()));
  }
  return std::nullopt;
}

EarlyExit unknown_option(const CLI::App& app, const CLI::Error& error) {
  const std::vector<std::string> unknown = app.remaining();
  if (unknown.empty()) return usage(visible(error.what()));
  std::vector<std::string> names;
  for (const CLI::Option* const option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string word = unknown.front().substr(0, unknown.front().find('='));
  return usage(tr_format("there is no option '{}'{}", visible(word), did_you_mean(word, views)));
}

/// Sets all that was typed.
std::optional<EarlyExit> parse_words(CLI::App& app, const std::vector<std::string>& arguments,
                                     const ConfigFile& file) {
  try {
    std::vector<std::string> reversed = join_negative_times(arguments);
    if (auto stop = asked_for_help(reversed, file)) return stop;
    std::reverse(reversed.begin(), reversed.end());
    app.parse(std::move(reversed));
  } catch (const CLI::ExtrasError& error) {
    return unknown_option(app, error);
  } catch (const CLI::Error& error) {
    return usage(visible(error.what()));
  }
  return std::nullopt;
}

/// "events and pivot".
std::string takers_of_failures() {
  std::vector<std::string_view> names;
  for (const View& view : all_views()) {
    if (view.takes_failures) names.push_back(view.name);
  }
  return fmt::format("{}", fmt::join(names, tr(" and ")));
}

}  // namespace

std::variant<Config, EarlyExit> parse_command_line(const std::vector<std::string>& arguments,
                                                   const Environment& environment) {
  return parse_command_line(arguments, environment, [](const std::string&) { return true; });
}

std::variant<Config, EarlyExit> parse_command_line(const std::vector<std::string>& arguments,
                                                   const Environment& environment,
                                                   FileTest exists) {
  Config config;
  Typed typed;
  CLI::App app{"", "smtptally"};
  app.set_help_flag();  // Ours says it better.
  bool help = false;
  bool version = false;
  app.add_flag("-h,--help", help);
  app.add_flag("-V,--version", version);
  add_options(app, typed, config);
  const ConfigFile file = read_config_file(environment.config_text, shapes_of(app), command_names(),
                                           check_in(environment));
  if (auto stop = parse_words(app, arguments, file)) return *std::move(stop);
  if (help) return EarlyExit{ExitCode::ok, short_help(file)};  // As -qh.
  if (version) return EarlyExit{ExitCode::ok, version_text()};
  if (auto stop = refuse_empty_values(app)) return *stop;
  if (!typed.words.empty() && typed.words.front() == "help") {
    return run_help(std::span(typed.words).subspan(1), file);
  }
  if (auto stop = refuse_config(typed, config_request(arguments), file)) return *stop;
  take_merge(typed, file, exists, config);
  const std::vector<OptionShape> options = shapes_of(app);
  const auto set = [&app](std::span<const Setting> settings) { set_options(app, settings); };
  if (auto stop = take_settings({environment, file, options, set}, typed, config)) return *stop;
  if (auto stop = resolve_inputs(typed, exists, config)) return *stop;
  if (auto stop = refuse_history(options, config)) return *stop;
  if (config.part.merge) config.part.given = names_of_set(shapes_of(app));
  if (config.inputs.empty() && !config.journal && config.history.db.empty()) {
    if (environment.stdin_is_terminal) return nothing_to_read(!arguments.empty(), file);
    config.inputs = {"-"};
  }
  if (const auto error = resolve(typed, environment, config)) return refused(typed, *error);
  if (auto stop = refuse_parts(config)) return *stop;
  if (auto stop = refuse_unusual(options, config)) return *stop;
  if (auto stop = refuse_mail(options, config)) return *stop;
  if (config.command == Command::collect) return config;
  const View& view = find_view(config.command);
  if (config.failures && (!view.takes_failures || find_preset(config.preset) != nullptr)) {
    return usage(tr_format("--failures belongs to the commands {}", takers_of_failures()));
  }
  // What parts were written with decides, too.
  if (config.part.merge) return config;
  if (const auto error = view.refuse(config)) return refused(typed, *error);
  return config;
}

}  // namespace smtptally
