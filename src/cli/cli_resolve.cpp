// What was typed becomes a Config.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/cli_choice.hpp"
#include "cli/cli_history.hpp"
#include "cli/cli_mail.hpp"
#include "cli/cli_output.hpp"
#include "cli/cli_typed.hpp"
#include "cli/cli_unusual.hpp"
#include "cli/cli_values.hpp"
#include "cli/language.hpp"
#include "report/presets.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

const Choices<SenderKind> kSenders{{"account", SenderKind::account},
                                   {"envelope", SenderKind::envelope}};
const Choices<AuthScope> kScopes{
    {"only", AuthScope::only}, {"none", AuthScope::none}, {"any", AuthScope::any}};
const Choices<InputFormat> kInputFormats{{"auto", InputFormat::automatic},
                                         {"postfix", InputFormat::postfix},
                                         {"exim", InputFormat::postfix},
                                         {"exchange", InputFormat::exchange}};

/// Where the zone is that of the process, no option was wrong.
Error zone_error(std::string_view option, std::string_view typed, const Error& error) {
  return {fmt::format(
      "{}: {}", typed == "local" ? std::string_view(tr("TZ, the zone of this process")) : option,
      error.message)};
}

/// The period that the range is compared with.
std::optional<Error> resolve_before(const Typed& typed, Config& config) {
  TimeRange& asked = config.selection.range;
  TimeRange range = asked;
  if (range.until == kEndOfTime) range.until = config.now;
  const bool bounded = range.since != kBeginningOfTime && range.since < range.until;
  if (typed.with.empty()) {
    const bool has_summary =
        config.command == Command::summary || config.command == Command::report;
    // A day that is not over has less mail than the day before.
    if (has_summary && bounded && range.until <= config.now) {
      config.selection.before = previous_range(range, config.zone);
      config.selection.before_only_whole = true;
    }
    return std::nullopt;
  }
  if (config.command != Command::compare) {
    return Error{tr("--with belongs to the command compare")};
  }
  if (range.since == kBeginningOfTime) {
    return Error{
        tr("--with: compare needs to know the range to compare; give --since, --last or --on")};
  }
  if (!bounded) {
    return Error{tr_format("--with: the range begins {}, which is not before now; give --until",
                           format_rfc3339(range.since, config.zone))};
  }
  const Result<TimeRange> before = resolve_compared(typed.with, range, config.now, config.zone);
  if (!before) return before.error();
  asked = range;
  config.selection.before = before.value();
  return std::nullopt;
}

std::optional<Error> resolve_times(const Typed& typed, const Environment& environment,
                                   Config& config) {
  Result<Zone> zone = Zone::find(typed.tz);
  if (!zone) return zone_error("--tz", typed.tz, zone.error());
  config.zone = std::move(zone).value();
  Result<Zone> log_zone = Zone::find(typed.log_tz);
  if (!log_zone) return zone_error("--log-tz", typed.log_tz, log_zone.error());
  config.log_zone = std::move(log_zone).value();
  config.log_zone_is_default = typed.log_tz == Typed().log_tz;
  config.now = environment.now;
  if (!typed.now.empty()) {
    const Result<TimeSpec> now = parse_time_spec(typed.now, environment.now, config.zone);
    if (!now) return Error{"--now: " + now.error().message};
    config.now = now.value().at;
  }
  const RangeRequest asked = range_asked(typed, config);
  const Result<TimeRange> range = resolve_range(asked, config.now, config.zone);
  if (!range) return range.error();
  config.selection.range = range.value();
  if (auto error = resolve_before(typed, config)) return error;
  if (typed.year.empty()) return std::nullopt;
  const Result<std::uint64_t> year = parse_number("--year", typed.year, 1970, 9999);
  if (!year) return year.error();
  config.log_year = static_cast<int>(year.value());
  return std::nullopt;
}

std::optional<Error> resolve_domains(const Typed& typed, Config& config) {
  for (const std::string& list : typed.domains) {
    const std::vector<std::string> domains = split_list(list);
    if (domains.empty()) return Error{tr("--domain: name at least one domain")};
    for (const std::string& text : domains) {
      const Result<std::string> domain = parse_domain(text);
      if (!domain) return Error{"--domain: " + domain.error().message};
      config.selection.domains.push_back(domain.value());
    }
  }
  return std::nullopt;
}

std::optional<Error> resolve_exchange(const Typed& typed, Config& config) {
  ExchangeOptions& exchange = config.selection.exchange;
  exchange.estimates = !typed.no_estimates;
  if (!typed.client_connectors.empty()) exchange.client_connectors = typed.client_connectors;
  if (typed.join_limit.empty()) return std::nullopt;
  const auto limit = parse_number("--join-limit", typed.join_limit, 1000, 1'000'000'000);
  if (!limit) return limit.error();
  exchange.join_limit = limit.value();
  return std::nullopt;
}

std::optional<Error> resolve_selection(const Typed& typed, Config& config) {
  Selection& selection = config.selection;
  const auto auth = choose("--auth", typed.auth, kScopes);
  if (!auth) return auth.error();
  selection.auth = auth.value();
  // Mail without login has no account to name it by.
  const bool by_envelope = selection.auth == AuthScope::none;
  const auto sender = choose("--sender",
                             !typed.sender.empty() ? typed.sender
                             : by_envelope         ? "envelope"
                                                   : "account",
                             kSenders);
  if (!sender) return sender.error();
  selection.sender = sender.value();
  const TimeContext now{config.now, config.zone};
  const IdentityCase letters = selection.fold_case ? IdentityCase::folded : IdentityCase::as_logged;
  if (!typed.subject.empty()) {
    const bool client = config.command == Command::client;
    const Dimension dimension = client ? Dimension::client : Dimension::sender;
    selection.subject = subject_called(dimension, typed.subject, letters);
  }
  for (const std::string& text : typed.conditions) {
    Result<Condition> condition = parse_condition(text, now, letters);
    if (!condition) return condition.error();
    selection.conditions.push_back(std::move(condition).value());
  }
  return resolve_domains(typed, config);
}

std::optional<Error> resolve_input(const Typed& typed, const Environment& environment,
                                   Config& config) {
  const auto format = choose("--input-format", typed.input_format, kInputFormats);
  if (!format) return format.error();
  config.input_format = format.value();
  config.seek.allowed = !typed.no_seek;
  config.progress = environment.stderr_is_terminal && !config.quiet && !typed.no_progress;
  config.jobs = std::max(1U, environment.cores);
  if (typed.jobs.empty()) return std::nullopt;
  const Result<std::uint64_t> jobs = parse_number("--jobs", typed.jobs, 0, 1024);
  if (!jobs) return jobs.error();
  if (jobs.value() != 0) config.jobs = static_cast<unsigned>(jobs.value());
  return std::nullopt;
}

std::optional<Error> resolve_pivot(const Typed& typed, Config& config) {
  const bool given = !typed.rows.empty() || !typed.columns.empty() || !typed.values.empty();
  if (given && (config.command != Command::pivot || find_preset(config.preset) != nullptr)) {
    return Error{tr("--rows, --columns and --values belong to the command pivot")};
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

}  // namespace

std::optional<Error> resolve(const Typed& typed, const Environment& environment, Config& config) {
  if (auto error = resolve_times(typed, environment, config)) return error;
  for (const auto part : {&resolve_selection, &resolve_exchange, &resolve_unusual, &resolve_pivot,
                          &resolve_history}) {
    if (auto error = part(typed, config)) return error;
  }
  for (const auto part : {&resolve_language, &resolve_output, &resolve_anonymize, &resolve_input}) {
    if (auto error = part(typed, environment, config)) return error;
  }
  return resolve_mail(typed, config);
}

}  // namespace smtptally
