// --db and its companions.

#include "cli/cli_history.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "cli/cli_config.hpp"
#include "cli/cli_values.hpp"
#include "cli/option_rules.hpp"
#include "smtptally/time_spec.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::string_view, 2> kOfCollect{"keep", "keep-days"};
/// Decided when the logs were read.
constexpr std::array<std::string_view, 7> kOfReading{
    "no-estimates", "count-probes", "join-limit", "client-connector",
    "input-format", "log-tz",       "year"};

std::optional<Error> resolve_span(std::string_view option, const std::string& text, Micros& to) {
  if (text.empty()) return std::nullopt;
  const Result<Micros> span = parse_time_span(text);
  if (!span) return Error{said("{}: {}", option, span.error().said())};
  if (span.value() < kMicrosPerDay) return Error{said("{}: a day at least", option)};
  to = span.value();
  return std::nullopt;
}

}  // namespace

std::optional<Error> resolve_history(const Typed& typed, Config& config) {
  HistoryRequest& history = config.history;
  if (auto error = resolve_span("--keep", typed.keep, history.keep)) return error;
  if (auto error = resolve_span("--keep-days", typed.keep_days, history.keep_days)) return error;
  if (history.keep_days != 0 && history.keep_days <= history.keep) {
    return Error{said("--keep-days: days are kept longer than the hours of --keep")};
  }
  if (typed.db_wait.empty()) return std::nullopt;
  const auto seconds = parse_number("--db-wait", typed.db_wait, 0, 86'400);
  if (!seconds) return seconds.error();
  history.patience = static_cast<unsigned>(seconds.value());
  return std::nullopt;
}

RangeRequest range_asked(const Typed& typed, Config& config) {
  using enum Command;
  RangeRequest range = typed.range;
  const bool none =
      range.since.empty() && range.until.empty() && range.last.empty() && range.on.empty();
  const bool takes_all =
      config.command == collect || config.command == check || config.command == unusual;
  if (config.history.db.empty() || !none || takes_all) return range;
  range.last = "7d";
  config.history.range_by_default = true;
  return range;
}

std::optional<EarlyExit> refuse_history(std::span<const OptionShape> options,
                                        const Config& config) {
  const bool collects = config.command == Command::collect;
  const bool has_db = !config.history.db.empty();
  if (collects && !has_db) return usage(tr("collect needs --db PATH, the file of the history"));
  for (const std::string_view name : kOfCollect) {
    if (!collects && is_typed(options, name)) {
      return usage(tr_format("--{} belongs to the command collect", name));
    }
  }
  if (!has_db && is_typed(options, "db-wait")) return usage(tr("--db-wait belongs to --db"));
  if (config.history.against && (config.command != Command::check || !has_db)) {
    return usage(tr("--against belongs to check --db"));
  }
  if (!has_db) return std::nullopt;
  const bool has_inputs = !config.inputs.empty() || config.journal;
  if (collects && !has_inputs) return usage(tr("collect needs log files or directories"));
  if (config.history.against && !has_inputs) {
    return usage(tr("--against needs the logs to compare with"));
  }
  if (collects || config.history.against) return std::nullopt;
  if (!config.inputs.empty() || config.journal) {
    return usage(tr("--db takes the place of logs; give no files with it"));
  }
  for (const std::string_view name : kOfReading) {
    if (!is_typed(options, name)) continue;
    return usage(tr_format("--{}: it was decided when collect read the logs", name));
  }
  const bool events = config.command == Command::events;
  if (!events) return std::nullopt;
  return usage(
      tr("events needs each message, and a history keeps sums by the hour; give the logs"));
}

}  // namespace smtptally
