// LongParts: leaves out of a run what its log is too short for.

#include "reading/long_parts.hpp"

#include <algorithm>
#include <optional>

#include "inputs/overlap.hpp"
#include "smtptally/time_spec.hpp"

namespace smtptally {
namespace {

/// When its last line may have been written at the latest, as far as its file tells.
Micros latest_end(const Input& input) {
  return input.last.value_or(input.file.modified + kMicrosPerDay);
}

/// The times of the inputs as far as their heads and files tell them. A pipe may hold everything.
TimeRange likely_times(const std::vector<Input>& inputs) {
  if (has_pipe(inputs)) return {kBeginningOfTime, kEndOfTime};
  TimeRange times{kEndOfTime, kBeginningOfTime};
  for (const Input& input : inputs) {
    times.since = std::min(times.since, input.earliest);
    times.until = std::max(times.until, latest_end(input));
  }
  return times;
}

}  // namespace

LongParts told_by(const TimeRange& log, const Config& config, const CollectSpec& spec) {
  const Selection& selection = config.selection;
  const bool before =
      selection.before &&
      (!selection.before_only_whole || covers_whole({log.since, kEndOfTime}, *selection.before));
  // Two weeks, less two days for the bounds of days.
  constexpr Micros kLong = 12 * kMicrosPerDay;
  const Micros since = std::max(log.since, selection.range.since);
  const Micros until = std::min(log.until, selection.range.until);
  const bool is_long = until >= kBeginningOfTime + kLong && since <= until - kLong;
  return {before, spec.habits && (!spec.habits_if_long || is_long)};
}

/// PERF: a log that was copied is younger by its file's time than by its lines, so the last lines
/// are asked where that time asks for more than a short log tells: 30 % of a `summary` of two days.
/// The latest log first: one that ends late enough answers for all.
LongParts likely_told(const std::vector<Input>& inputs, const Config& config,
                      const CollectSpec& spec) {
  TimeRange times = likely_times(inputs);
  const LongParts likely = told_by(times, config, spec);
  if (!likely.habits || !spec.habits_if_long || has_pipe(inputs)) return likely;
  times.until = kBeginningOfTime;
  for (auto input = inputs.rbegin(); input != inputs.rend(); ++input) {
    const auto last = input->last ? input->last : time_of_last_lines(*input, config);
    times.until = std::max(times.until, last.value_or(latest_end(*input)));
    if (told_by(times, config, spec).habits) return likely;
  }
  return told_by(times, config, spec);
}

void leave_out_untold(const TimeRange& log, Config& config, CollectSpec& spec) {
  const LongParts told = told_by(log, config, spec);
  if (!told.before) config.selection.before.reset();
  spec.habits = told.habits;
}

}  // namespace smtptally
