#include "reading/input_summary.hpp"

#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

Said why(OrderReason reason) {
  switch (reason) {
    case OrderReason::none:
    case OrderReason::stated:
      break;
    case OrderReason::written:
      return said("because the other order would lie behind the time when the file was written");
    case OrderReason::rising:
      return said("because the times rise or fall in that order only");
  }
  return {};
}

Said name_of(DateOrder order) {
  switch (order) {
    case DateOrder::unknown:
      return said("day/month or, with AM and PM, month/day");
    case DateOrder::day_first:
      return said("day/month");
    case DateOrder::month_first:
      return said("month/day");
    case DateOrder::year_first:
      return said("year/month/day");
  }
  return {};
}

Said about_order(const StampCounts& stamps, DateOrder order, OrderReason reason) {
  const Said because = why(reason);
  if (because.empty()) {
    return saids(
        "the dates of {} rows, the first in line {}, are read as {}; nothing in the file tells the "
        "day from the month",
        stamps.guessed, stamps.guessed, stamps.first_guessed, name_of(order));
  }
  return saids("the dates of {} rows, the first in line {}, are read as {}, {}", stamps.guessed,
               stamps.guessed, stamps.first_guessed, name_of(order), because);
}

}  // namespace

void add_note(const Said& note, InputSummary& summary) {
  if (summary.note.empty()) {
    summary.note = note;
  } else if (!note.empty()) {
    summary.note = said("{}; {}", summary.note, note);
  }
}

void set_dialects(const DialectSet& dialects, InputSummary& summary) {
  summary.dialect = dialects.names();
  summary.kinds = dialects.kinds();
}

InputSummary summarize(const Input& input, const ReadOutcome& outcome) {
  const ReadCounts& counts = outcome.counts;
  InputSummary summary;
  summary.path = input.file.path;
  set_dialects(outcome.dialects, summary);
  summary.encoding = name_of(input.file.encoding);
  summary.lines = counts.lines;
  summary.bytes = counts.bytes;
  summary.has_times = counts.logged > 0;
  summary.first = counts.first;
  summary.last = counts.last;
  if (outcome.guessed_year) {
    summary.note = said("stamps have no year, the first one is taken as {}", input.year);
  }
  if (counts.malformed > 0) {
    add_note(saids("{} lines fit no log format, the first is line {}", counts.malformed,
                   counts.malformed, counts.first_malformed),
             summary);
  }
  if (counts.order.falls > 0) {
    add_note(saids("stamps step back by more than a second in {} places", counts.order.falls,
                   counts.order.falls),
             summary);
  }
  return summary;
}

ReadOutcome with_first_line(const ReadOutcome& outcome) {
  ReadOutcome whole = outcome;
  if (!outcome.cut.first) return whole;
  ReadCounts first = outcome.cut.first_counts;
  if (whole.dialects.empty()) whole.dialects = outcome.cut.first_dialects;
  if (!whole.dialects.includes(outcome.cut.first_dialects)) {
    // The rest of a line that looks like one, with the stamp of another clock.
    first.logged = 0;
    first.order = {};
  }
  first.append(outcome.counts);
  whole.counts = first;
  return whole;
}

std::vector<InputNote> about_stamps(const Input& input, const StampCounts& stamps) {
  std::vector<InputNote> notes;
  if (!input.about_dates.empty()) notes.push_back({InputNote::Severity::info, input.about_dates});
  if (stamps.guessed > 0) {
    notes.push_back(
        {InputNote::Severity::info, about_order(stamps, input.dates.order, input.dates.reason)});
  }
  if (stamps.unread > 0) {
    notes.push_back(
        {InputNote::Severity::problem,
         said("{} rows, the first in line {}, are not counted: their dates, such as \"{}\", "
              "are in a form or calendar that is not known; export them behind "
              "Select-Object *,@{{n='Timestamp';e={{$_.Timestamp.ToUniversalTime()."
              "ToString('o')}}}} -ExcludeProperty Timestamp",
              stamps.unread, stamps.first_unread, visible(stamps.unread_text))});
  }
  return notes;
}

}  // namespace smtptally
