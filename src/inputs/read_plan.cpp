// Plans which part of each input is read.

#include "inputs/read_plan.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "inputs/journal_search.hpp"
#include "inputs/time_search.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// The known times of an input.
struct Known {
  Micros earliest = kEndOfTime;
  Micros latest = kEndOfTime;
  TimeSearch::Place begin;               ///< All lines before it are before the range.
  std::uint64_t stop_from = UINT64_MAX;  ///< All lines from there on are behind the range.
};

/// The range and the slack around it.
struct Wanted {
  Micros from = kBeginningOfTime;
  Micros to = kEndOfTime;
};

ReadingPlan everything(const std::vector<Input>& inputs) {
  ReadingPlan plan;
  for (const Input& input : inputs) plan.parts.push_back({.year = input.year, .note = {}});
  return plan;
}

/// Whether a search may save time.
bool is_worth_it(const std::vector<Input>& inputs, const Config& config) {
  // `check` reports on the whole input, and --strict checks each line.
  if (!config.seek.allowed || config.command == Command::check || config.strict) return false;
  if (config.selection.range == TimeRange{}) return false;
  std::uint64_t bytes = 0;
  for (const Input& input : inputs) bytes += input.file.size;
  return bytes >= config.seek.least_bytes;
}

Said why_not_searched(const Input& input) {
  if (!input.file.regular) return said("it is no regular file");
  if (!input.is_log) return said("it does not begin with a log");
  if (is_exchange(input) || input.dialects.any(LogKind::journal)) {
    return said("it is no log of lines of text");
  }
  return {};
}

std::optional<Error> search_plain(const Input& input, const Config& config, const Wanted& wanted,
                                  HeadCache& heads, Known& known) {
  const auto file = RandomFile::open(input.file.path);
  if (!file) return file.error();
  if (!lies_as_text(*file.value(), input.file)) return Error{said("it is in UTF-16")};
  TimeSearch search(*file.value(), log_zone_of(input, config), input.year, config.seek, heads);
  if (auto error = search.survey()) return error;
  known.earliest = search.earliest();
  known.latest = search.latest();
  // Only reading proves that the years are wrong.
  const bool years_may_be_wrong =
      search.yearless() && !config.log_year &&
      known.latest > latest_possible(input.file, config) - config.seek.disorder;
  if (years_may_be_wrong) return Error{said("its stamps have no year, and lie in the future")};
  const auto begin = search.last_before(wanted.from);
  if (!begin) return begin.error();
  known.begin = begin.value();
  if (known.latest < wanted.to) return std::nullopt;
  const auto stop = search.first_from(wanted.to);
  if (!stop) return stop.error();
  if (stop.value() < file.value()->size()) known.stop_from = stop.value();
  return std::nullopt;
}

std::optional<Error> search_journal(const Input& input, const Config& config, const Wanted& wanted,
                                    Known& known) {
  JournalSearch search(input, config.seek);
  if (auto error = search.survey()) return error;
  known.earliest = search.earliest();
  known.latest = search.latest();
  known.begin = {search.last_before(wanted.from), input.year};
  if (known.latest >= wanted.to) {
    known.stop_from = search.first_from(wanted.to).value_or(UINT64_MAX);
  }
  return std::nullopt;
}

std::optional<Error> examine(const Input& input, const Config& config, const Wanted& wanted,
                             HeadCache& heads, Known& known) {
  if (input.file.journal && input.is_log) return search_journal(input, config, wanted, known);
  Said reason = why_not_searched(input);
  if (!reason.empty()) return Error{std::move(reason)};
  if (input.file.encoding == Encoding::plain)
    return search_plain(input, config, wanted, heads, known);
  // A copied file may have any modification time, but not one before its first line.
  if (input.file.modified < input.first) return Error{said("it is older than its first line")};
  known = {.earliest = input.first, .latest = input.file.modified, .begin = {0, input.year}};
  if (known.earliest >= wanted.to && !input.yearless) known.stop_from = 0;
  return std::nullopt;
}

/// A time moved by a span, within the limits of Micros.
Micros before(Micros time, Micros span) {
  return time < kBeginningOfTime + span ? kBeginningOfTime : time - span;
}
Micros behind(Micros time, Micros span) {
  return time > kEndOfTime - span ? kEndOfTime : time + span;
}

Wanted wanted_by(const Config& config, Reach reach) {
  const Micros slack = config.seek.slack;
  const TimeRange range = config.selection.range_read();
  Wanted wanted{.to = behind(range.until, slack)};
  if (reach != Reach::beginning) {
    wanted.from = before(range.since, reach == Reach::near ? slack : 24 * slack);
  }
  return wanted;
}

}  // namespace

bool ReadingPlan::leaves_out_earlier() const {
  return std::any_of(parts.begin(), parts.end(),
                     [](const FilePart& part) { return part.skipped || part.begin > 0; });
}

ReadingPlan plan_reading(const std::vector<Input>& inputs, const Config& config, Reach reach,
                         bool same_lines) {
  ReadingPlan plan = everything(inputs);
  if (!is_worth_it(inputs, config)) return plan;
  const Wanted wanted = wanted_by(config, reach);
  const auto read_all = [&](std::size_t because_of, const Said& reason) {
    plan = everything(inputs);
    plan.parts[because_of].note = said("read whole: {}", reason);
    return plan;
  };
  bool begun = false;
  Micros latest = kBeginningOfTime;
  HeadCache heads;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const bool no_entry = inputs[i].file.journal && inputs[i].first == kEndOfTime;
    if ((inputs[i].file.regular && inputs[i].file.head.empty()) || no_entry)
      continue;  // Empty; such inputs come last.
    Known known;
    if (const auto error = examine(inputs[i], config, wanted, heads, known)) {
      return read_all(i, error->said());
    }
    if (latest > behind(known.earliest, config.seek.disorder)) {
      return read_all(i,
                      said("its times overlap with those of {}", visible(inputs[i - 1].file.path)));
    }
    latest = known.latest;
    FilePart& part = plan.parts[i];
    part.stop_from = known.stop_from;
    part.latest = known.latest;
    part.skipped = !begun && known.latest < wanted.from;
    if (begun || part.skipped) continue;
    begun = true;
    part.begin = known.begin.offset;
    part.year = known.begin.year;
  }
  if (same_lines) return read_all(0, said("its lines may stand in another log, too"));
  return plan;
}

}  // namespace smtptally
