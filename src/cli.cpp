// The command line; the only user of CLI11.

#include <algorithm>
#include <array>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "ascii.hpp"
#include "cli_values.hpp"
#include "format/escape.hpp"
#include "report/views.hpp"
#include "smtptally/config.hpp"
#include "smtptally/formatter.hpp"
#include "smtptally/time_spec.hpp"

namespace smtptally {
namespace {

const std::map<std::string, Command> kCommands{
    {"summary", Command::summary}, {"volume", Command::volume}, {"tls", Command::tls},
    {"events", Command::events},   {"pivot", Command::pivot},   {"check", Command::check},
    {"compare", Command::compare}};
const std::map<std::string, SenderKind> kSenders{{"account", SenderKind::account},
                                                 {"envelope", SenderKind::envelope}};
const std::map<std::string, AuthScope> kScopes{
    {"only", AuthScope::only}, {"none", AuthScope::none}, {"any", AuthScope::any}};
const std::map<std::string, ColorMode> kColors{
    {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};
const std::map<std::string, InputFormat> kInputFormats{{"auto", InputFormat::automatic},
                                                       {"postfix", InputFormat::postfix},
                                                       {"exchange", InputFormat::exchange}};

/// What the user typed, before it is made sense of.
struct Typed {
  std::vector<std::string> words;  ///< Command and files.
  RangeRequest range;
  std::string now;
  std::string tz = "local";
  std::string log_tz = "local";
  int year = 0;
  std::vector<std::string> domains;
  std::vector<std::string> conditions;
  std::string sender;
  std::string auth = "only";
  std::string rows;
  std::string columns;
  std::string values;
  std::string sort;
  std::string format;
  std::string color = "auto";
  std::string input_format = "auto";
  unsigned jobs = 0;
  bool no_progress = false;
  bool no_estimates = false;
  bool no_seek = false;
  std::vector<std::string> client_connectors;
};

void add_options(CLI::App& app, Typed& typed, Config& config) {
  app.add_option("FILE", typed.words);
  app.add_option("-S,--since", typed.range.since);
  app.add_option("-U,--until", typed.range.until);
  app.add_option("--last", typed.range.last);
  app.add_option("--now", typed.now);
  app.add_option("--tz", typed.tz);
  app.add_option("--log-tz", typed.log_tz);
  app.add_option("--year", typed.year)->check(CLI::Range(1970, 9999));
  app.add_option("--domain", typed.domains)->allow_extra_args(false)->take_all();
  app.add_option("--where", typed.conditions)->allow_extra_args(false)->take_all();
  app.add_option("--sender", typed.sender)->check(CLI::IsMember(&kSenders));
  app.add_option("--auth", typed.auth)->check(CLI::IsMember(&kScopes));
  app.add_flag("--fold-case", config.selection.fold_case);
  app.add_option("--rows", typed.rows);
  app.add_option("--columns", typed.columns);
  app.add_option("--values", typed.values);
  app.add_option("--sort", typed.sort);
  app.add_option("--top", config.top)->check(CLI::Range(1U, 1'000'000'000U));
  app.add_option("--format", typed.format);
  app.add_option("-o,--output", config.output);
  app.add_option("--color", typed.color)->check(CLI::IsMember(&kColors));
  app.add_flag("--spreadsheet-safe", config.spreadsheet_safe);
  app.add_option("--input-format", typed.input_format)->check(CLI::IsMember(&kInputFormats));
  app.add_flag("--failures", config.failures);
  app.add_flag("--no-estimates", typed.no_estimates);
  app.add_flag("--count-probes", config.selection.exchange.count_probes);
  app.add_option("--join-limit", config.selection.exchange.join_limit)
      ->check(CLI::Range(1000U, 1'000'000'000U));
  app.add_option("--client-connector", typed.client_connectors)
      ->allow_extra_args(false)
      ->take_all();
  app.add_flag("--journal", config.journal);
  app.add_flag("--no-seek", typed.no_seek);
  app.add_option("-j,--jobs", typed.jobs)->check(CLI::Range(0U, 1024U));
  app.add_flag("--stats", config.stats);
  app.add_flag("--strict", config.strict);
  app.add_flag("-q,--quiet", config.quiet);
  app.add_flag("--no-progress", typed.no_progress);
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

EarlyExit usage(std::string_view sentence) {
  return {ExitCode::failed, fmt::format("smtptally: {}\nTry 'smtptally --help'.\n", sentence)};
}

std::optional<Error> resolve_times(const Typed& typed, const Environment& environment,
                                   Config& config) {
  Result<Zone> zone = Zone::find(typed.tz);
  if (!zone) return Error{"--tz: " + zone.error().message};
  config.zone = std::move(zone).value();
  Result<Zone> log_zone = Zone::find(typed.log_tz);
  if (!log_zone) return Error{"--log-tz: " + log_zone.error().message};
  config.log_zone = std::move(log_zone).value();
  config.now = environment.now;
  if (!typed.now.empty()) {
    const Result<TimeSpec> now = parse_time_spec(typed.now, environment.now, config.zone);
    if (!now) return Error{"--now: " + now.error().message};
    config.now = now.value().at;
  }
  const Result<TimeRange> range = resolve_range(typed.range, config.now, config.zone);
  if (!range) return range.error();
  config.selection.range = range.value();
  if (typed.year != 0) config.log_year = typed.year;
  return std::nullopt;
}

std::optional<Error> resolve_selection(const Typed& typed, Config& config) {
  config.selection.auth = kScopes.at(typed.auth);
  // Mail without login has no account to name it by.
  const bool by_envelope = config.selection.auth == AuthScope::none;
  config.selection.sender = by_envelope ? SenderKind::envelope : SenderKind::account;
  if (!typed.sender.empty()) config.selection.sender = kSenders.at(typed.sender);
  for (const std::string& list : typed.domains) {
    for (std::string domain : split_list(list)) {
      std::transform(domain.begin(), domain.end(), domain.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      config.selection.domains.push_back(std::move(domain));
    }
  }
  config.selection.exchange.estimates = !typed.no_estimates;
  config.seek.allowed = !typed.no_seek;
  if (!typed.client_connectors.empty()) {
    config.selection.exchange.client_connectors = typed.client_connectors;
  }
  for (const std::string& text : typed.conditions) {
    Result<Condition> condition = parse_condition(text);
    if (!condition) return condition.error();
    config.selection.conditions.push_back(std::move(condition).value());
  }
  return std::nullopt;
}

std::optional<Error> resolve_pivot(const Typed& typed, Config& config) {
  const bool given = !typed.rows.empty() || !typed.columns.empty() || !typed.values.empty();
  if (given && config.command != Command::pivot) {
    return Error{"--rows, --columns and --values belong to the command pivot"};
  }
  config.rows = {Dimension::sender};
  config.values = {Measure::messages};
  if (config.failures) {
    config.rows = {Dimension::kind, Dimension::reason_class};
    config.values = {Measure::failures};
  }
  if (!typed.rows.empty()) {
    Result<std::vector<Dimension>> rows = parse_dimensions("--rows", typed.rows, 5);
    if (!rows) return rows.error();
    config.rows = std::move(rows).value();
  }
  if (!typed.columns.empty()) {
    Result<std::vector<Dimension>> columns = parse_dimensions("--columns", typed.columns, 2);
    if (!columns) return columns.error();
    config.columns = std::move(columns).value();
  }
  if (!typed.values.empty()) {
    Result<std::vector<Measure>> values = parse_measures(typed.values);
    if (!values) return values.error();
    config.values = std::move(values).value();
  }
  return std::nullopt;
}

std::optional<Error> resolve_output(const Typed& typed, const Environment& environment,
                                    Config& config) {
  if (!typed.sort.empty()) {
    Result<SortSpec> sort = parse_sort(typed.sort);
    if (!sort) return sort.error();
    config.sort = std::move(sort).value();
  }
  if (!typed.format.empty()) {
    const FormatEntry* const found =
        std::find_if(begin_formats(), end_formats(),
                     [&](const FormatEntry& entry) { return entry.name == typed.format; });
    if (found == end_formats()) {
      return Error{fmt::format("--format: '{}' is no format; use table, csv, tsv, json or ndjson",
                               visible(typed.format))};
    }
    config.format = found->format;
  } else if (const FormatEntry* const found = find_format_by_extension(config.output)) {
    config.format = found->format;
  }
  const bool to_terminal = environment.stdout_is_terminal && config.output.empty();
  const ColorMode color = kColors.at(typed.color);
  config.color = color == ColorMode::always ||
                 (color == ColorMode::automatic && to_terminal && !environment.no_color);
  if (to_terminal) config.width = environment.terminal_width;
  config.progress = environment.stderr_is_terminal && !config.quiet && !typed.no_progress;
  config.jobs = typed.jobs == 0 ? std::max(1U, environment.cores) : typed.jobs;
  return std::nullopt;
}

/// The first word is the command if it names one; the others are files.
std::optional<EarlyExit> resolve_inputs(const Typed& typed, const Environment& environment,
                                        Config& config) {
  std::vector<std::string> words = typed.words;
  if (!words.empty() && kCommands.contains(words.front())) {
    config.command = kCommands.at(words.front());
    words.erase(words.begin());
  }
  if (config.command == Command::compare) {
    if (words.empty()) return usage("compare needs the exported report, then the logs");
    config.compared_file = std::move(words.front());
    words.erase(words.begin());
  }
  config.inputs = std::move(words);
  if (config.journal) {
    if (!config.inputs.empty()) return usage("--journal reads the journal; give no files with it");
    return std::nullopt;
  }
  if (!config.inputs.empty()) return std::nullopt;
  if (environment.stdin_is_terminal) return EarlyExit{ExitCode::failed, short_help_text()};
  config.inputs = {"-"};
  return std::nullopt;
}

}  // namespace

std::variant<Config, EarlyExit> parse_command_line(const std::vector<std::string>& arguments,
                                                   const Environment& environment) {
  Config config;
  Typed typed;
  CLI::App app{"", "smtptally"};
  app.set_help_flag();  // Ours says it better.
  bool help = false;
  bool version = false;
  app.add_flag("-h,--help", help);
  app.add_flag("-V,--version", version);
  add_options(app, typed, config);
  try {
    std::vector<std::string> reversed = join_negative_times(arguments);
    // Help must not fail because of another mistake on the line.
    const auto end_of_options = std::find(reversed.begin(), reversed.end(), "--");
    for (auto word = reversed.begin(); word != end_of_options; ++word) {
      if (*word == "--help" || *word == "-h") return EarlyExit{ExitCode::ok, help_text()};
      if (*word == "--version" || *word == "-V") return EarlyExit{ExitCode::ok, version_text()};
    }
    std::reverse(reversed.begin(), reversed.end());
    app.parse(std::move(reversed));
  } catch (const CLI::Error& error) {
    return usage(visible(error.what()));
  }
  if (auto stop = resolve_inputs(typed, environment, config)) return *stop;
  config.input_format = kInputFormats.at(typed.input_format);
  for (const auto& error :
       {resolve_times(typed, environment, config), resolve_selection(typed, config),
        resolve_pivot(typed, config), resolve_output(typed, environment, config)}) {
    if (error) return usage(error->message);
  }
  const bool lists = config.command == Command::events || config.command == Command::pivot;
  if (config.failures && !lists)
    return usage("--failures belongs to the commands events and pivot");
  if (const auto refused = find_view(config.command).refuse(config)) return usage(refused->message);
  return config;
}

}  // namespace smtptally
