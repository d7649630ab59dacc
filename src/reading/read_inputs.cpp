// Finds, orders and reads the inputs, repeatedly if a pass proves a guess wrong.

#include "reading/read_inputs.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "exchange/report_head.hpp"
#include "inputs/host_groups.hpp"
#include "inputs/input.hpp"
#include "inputs/input_order.hpp"
#include "inputs/overlap.hpp"
#include "inputs/read_plan.hpp"
#include "reading/input_notes.hpp"
#include "reading/journal_end.hpp"
#include "reading/journal_inputs.hpp"
#include "reading/long_parts.hpp"
#include "reading/reading_pass.hpp"
#include "reading/tls_search.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr int kMaxYearCorrections = 12;

std::vector<Input> make_inputs(InputSet set, const Config& config, std::vector<InputNote>& notes) {
  std::vector<Input> inputs;
  HeadCache heads;
  for (InputFile& file : set.files) {
    Input input;
    input.file = std::move(file);
    inspect(input, config, heads);
    if (auto note = why_of_no_use(input)) {
      notes.push_back(std::move(*note));
      continue;
    }
    if (!input.is_log && begins_clients_report(input.file.head)) {
      notes.push_back(no_log_but_report(input, config));
      if (compares_with_period(config)) return {};
      continue;
    }
    if (!input.is_log && input.file.journal) {
      notes.push_back(damaged_journal(input));
      continue;
    }
    if (!input.is_log && !input.file.head.empty() && !input.file.head_damaged) {
      notes.push_back(no_log(input, config));
      if (!input.file.explicitly_named) continue;
    }
    input.number = inputs.size();
    inputs.push_back(std::move(input));
  }
  return inputs;
}

}  // namespace

/// With a range, their number depends on the parts that are read.
void note_disorder(const Config& config, ReadResult& result) {
  if (result.falls == 0 || config.selection.range != TimeRange{}) return;
  result.notes.push_back(
      {InputNote::Severity::info,
       saids("stamps step back by more than a second in {} places; a session or a copy of a line "
             "may be taken for another one there, and --jobs may change that",
             result.falls, result.falls)});
}

namespace {

bool any_goes_beyond(const std::vector<Input>& inputs) {
  return std::any_of(inputs.begin(), inputs.end(),
                     [](const Input& input) { return input.goes_beyond; });
}

std::optional<TimeRange> covered_by(const std::vector<Input>& inputs, const ReadingPlan& plan) {
  TimeRange covered{.since = kEndOfTime, .until = kBeginningOfTime};
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].earliest == kEndOfTime) continue;
    covered.since = std::min(covered.since, inputs[i].earliest);
    covered.until = std::max(
        {covered.until, inputs[i].last.value_or(inputs[i].earliest), plan.parts[i].latest});
  }
  if (covered.since == kEndOfTime) return std::nullopt;
  return covered;
}

/// A part may begin and end within a line: of each host, its first input and its last one.
void hold_ends(std::vector<Input>& inputs) {
  const std::vector<std::size_t> first = first_of_host_group(inputs);
  std::vector<std::size_t> last(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) last[first[i]] = i;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    inputs[i].hold = {first[i] == i, last[first[i]] == i};
  }
}

bool turned_out_to_overlap(std::vector<Input>& inputs, const Config& config) {
  return any_goes_beyond(inputs) && any_overlap(inputs, config);
}

/// A log that another machine may go on with is open at both ends.
std::unique_ptr<Piece> new_piece(const Config& config, const CollectSpec& spec) {
  const auto world = config.part.write ? Correlator::World::open : Correlator::World::closed;
  return std::make_unique<Piece>(world, spec, config.selection, config.zone);
}

/// Reads the inputs, again as long as the outcome demands another way of reading.
ReadResult read_all(std::vector<Input>& inputs, const Config& config, const CollectSpec& spec,
                    Meter& meter) {
  Reach reach = Reach::near;
  bool same_lines = false;  // Two logs may hold the same lines, by all that was read of both.
  for (int correction = 0;;) {
    put_in_order(inputs, config);
    if (config.part.write) hold_ends(inputs);
    const bool second_copies = same_lines || any_overlap(inputs, config);
    const ReadingPlan plan = plan_reading(inputs, config, reach, second_copies);
    meter.read = 0;
    ReadResult result;
    result.piece = new_piece(config, spec);
    ReadingPass pass({.config = config,
                      .spec = spec,
                      .plan = plan,
                      .meter = meter,
                      .result = result,
                      .last_try = correction == kMaxYearCorrections});
    if (second_copies) pass.expect_second_copies();
    const auto groups = second_copies ? first_of_host_group(inputs) : std::vector<std::size_t>();
    if (Input* const wrong = pass.read(inputs)) {
      take_year(*wrong, wrong->year - wrong->years_too_late, config);
      ++correction;
    } else if (plan.leaves_out_earlier() && result.piece->misses_earlier()) {
      // A session of the range began before what was read.
      reach = reach == Reach::near ? Reach::far : Reach::beginning;
    } else if (second_copies ? first_of_host_group(inputs) != groups
                             : turned_out_to_overlap(inputs, config)) {
      same_lines = true;
    } else {
      if (!config.part.write) result.piece->finish();
      result.covered = covered_by(inputs, plan);
      find_services_with_tls(pass.unread(), config, result.piece->coverage());
      return result;
    }
  }
}

/// A pipe cannot be read again when the year of another log proves wrong, so the files are read
/// before it, to find their years.
void find_years_before_pipes(std::vector<Input>& inputs, const Config& config,
                             const CollectSpec& spec, Meter& meter) {
  const auto pipes = std::partition(inputs.begin(), inputs.end(),
                                    [](const Input& input) { return input.file.regular; });
  const bool may_be_wrong = std::any_of(inputs.begin(), pipes, [](const Input& input) {
    return input.yearless || !input.is_log || is_exchange(input);
  });
  if (pipes == inputs.end() || !may_be_wrong || config.log_year) return;
  std::vector<Input> files(std::make_move_iterator(inputs.begin()), std::make_move_iterator(pipes));
  Config whole = config;
  whole.seek.allowed = false;
  (void)read_all(files, whole, spec, meter);
  std::move(files.begin(), files.end(), inputs.begin());
}

/// Reads the inputs without what they are too short for, so that what nobody looks at costs
/// nothing; all over again where a line tells otherwise.
ReadResult read_what_they_tell(std::vector<Input>& inputs, const Config& config,
                               const CollectSpec& spec, Meter& meter) {
  // Only all parts together tell how long the log is.
  if (config.part.write) return read_all(inputs, config, spec, meter);
  const LongParts likely = likely_told(inputs, config, spec);
  if (likely == LongParts{config.selection.before.has_value(), spec.habits}) {
    return read_all(inputs, config, spec, meter);
  }
  Config asked = config;
  if (!likely.before) asked.selection.before.reset();
  CollectSpec collected = spec;
  collected.habits = likely.habits;
  ReadResult result = read_all(inputs, asked, collected, meter);
  if (!result.covered) return result;
  const LongParts told = told_by(*result.covered, config, spec);
  const bool too_little = (told.before && !likely.before) || (told.habits && !likely.habits);
  return too_little ? read_all(inputs, config, spec, meter) : std::move(result);
}

}  // namespace

std::vector<Input> open_inputs(const Config& config, std::vector<InputNote>& notes) {
  const JournalInputs journal(config, notes);
  InputSet set = find_inputs(config.journal ? journal.folders() : config.inputs, config.now,
                             config.journal ? FindOnly::journals : FindOnly::everything);
  std::vector<InputNote> more = std::move(set.notes);
  std::vector<Input> inputs = make_inputs(std::move(set), config, more);
  notes.insert(notes.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  return inputs;
}

ReadResult read_inputs(const Config& config, const CollectSpec& spec, Meter& meter) {
  std::vector<InputNote> notes;
  std::vector<Input> inputs;
  JournalInputs journal(config, notes);
  if (journal.through_journalctl()) {
    journal.add(inputs);
  } else {
    InputSet set = find_inputs(config.journal ? journal.folders() : config.inputs, config.now,
                               config.journal ? FindOnly::journals : FindOnly::everything);
    notes.insert(notes.end(), std::make_move_iterator(set.notes.begin()),
                 std::make_move_iterator(set.notes.end()));
    journal.convert_foreign(set);
    inputs = make_inputs(std::move(set), config, notes);
    drop_journals_without_mail(inputs);
  }
  date_by_later_logs(inputs, config);
  for (const Input& input : inputs) meter.expect(input.file.regular, input.file.size);
  find_years_before_pipes(inputs, config, spec, meter);
  ReadResult result = read_what_they_tell(inputs, config, spec, meter);
  if (!config.part.write) note_disorder(config, result);
  journal.note_complaints(result.notes);
  if (journal.through_journalctl() && result.anything_read && !result.covered) {
    if (const auto end = end_of_journal(config)) result.covered = TimeRange{*end, *end};
  }
  result.notes_before = notes.size();
  result.notes.insert(result.notes.begin(), std::make_move_iterator(notes.begin()),
                      std::make_move_iterator(notes.end()));
  return result;
}

}  // namespace smtptally
