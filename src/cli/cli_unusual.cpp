// Options of the command unusual.

#include "cli/cli_unusual.hpp"

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "cli/cli_choice.hpp"
#include "cli/cli_config.hpp"
#include "cli/cli_values.hpp"
#include "cli/option_rules.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

const Choices<FailOn> kLevels{{"low", FailOn::low}, {"high", FailOn::high}};

}  // namespace

std::optional<Error> resolve_unusual(const Typed& typed, Config& config) {
  UnusualOptions& unusual = config.unusual;
  if (!typed.fail_on.empty()) {
    const auto level = choose("--fail-on", typed.fail_on, kLevels);
    if (!level) return level.error();
    unusual.fail_on = level.value();
  }
  std::optional<Error> error;
  const auto number = [&](std::string_view option, const std::string& text, std::uint64_t most,
                          std::uint64_t& to) {
    if (text.empty() || error) return;
    const Result<std::uint64_t> value = parse_number(option, text, 1, most);
    if (!value) {
      error = value.error();
    } else {
      to = value.value();
    }
  };
  constexpr std::uint64_t kMost = 1'000'000'000;
  std::uint64_t days = unusual.baseline_days;
  number("--baseline-days", typed.baseline_days, 3650, days);
  unusual.baseline_days = static_cast<unsigned>(days);
  number("--alarms-per-week", typed.alarms_per_week, kMost, unusual.alarms_per_week);
  number("--least", typed.least, kMost, unusual.least);
  number("--times", typed.times, 1000, unusual.times);
  number("--minute-limit", typed.minute_limit, kMost, unusual.minute_limit);
  number("--recipient-limit", typed.recipient_limit, kMost, unusual.recipient_limit);
  if (error || config.command != Command::unusual) return error;
  // What is looked at needs the time before it.
  TimeRange& range = config.selection.range;
  config.looked_at = range;
  if (range.since != kBeginningOfTime) range.since -= Micros{unusual.baseline_days} * kMicrosPerDay;
  return std::nullopt;
}

std::optional<EarlyExit> refuse_unusual(std::span<const OptionShape> options,
                                        const Config& config) {
  using enum Command;
  const bool compares = config.command == summary || config.command == report;
  for (const std::string_view name : options_of_unusual()) {
    const bool here = compares && !is_of_alarms(name);
    if (!is_typed(options, name) || config.command == unusual || here) continue;
    return usage(tr_format("--{} belongs to the command unusual", name));
  }
  return std::nullopt;
}

}  // namespace smtptally
