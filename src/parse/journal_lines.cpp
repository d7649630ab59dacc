// LogReader: takes the entries of a journal file.

#include <algorithm>

#include "parse/log_reader.hpp"

namespace smtptally {

/// PERF: as LogReader::take_known(), because the first entry told everything that all of them do.
void LogReader::take_entry(JournalFile::Found found, LogLine& line) {
  using Found = JournalFile::Found;
  ++counts_.lines;
  if (found == Found::damaged_entry) {
    ++counts_.malformed;
    if (counts_.first_malformed == 0) counts_.first_malformed = counts_.lines;
    return;
  }
  if (found == Found::irrelevant_entry || expect_ == Expect::exchange) {
    ++counts_.irrelevant;
    return;
  }
  if (found == Found::container_entry) {
    Around entry;
    entry.has_year = true;
    if (!take_container_text(line, entry)) deliver(line, kJournalFile, Year::known);
    return;
  }
  if (counts_.logged == 0) {
    stamp_reader_.follow(line.time);
    years_.dated = true;
    years_.first_dated = line.time;
  }
  if (!counts_.order.any || line.time < counts_.order.newest) {
    count_time(line.time, kJournalFile);
    counts_.order.add(line.time);
  } else {
    counts_.last = std::max(counts_.last, line.time);
    counts_.order.newest = line.time;
    ++counts_.logged;
  }
  sink_->line(line);
}

std::size_t LogReader::take_journal(PaddedText bytes, bool at_end) {
  journal_->feed(bytes, at_end);
  LogLine line;
  line.dialect = dialect_properties(kJournalFile).name;
  for (auto found = journal_->next(line); found != JournalFile::Found::nothing_more;
       found = journal_->next(line)) {
    take_entry(found, line);
  }
  if (at_end) {
    const std::uint64_t missing = journal_->damage().missing;
    if (missing > 0 && counts_.malformed == 0) counts_.first_malformed = counts_.lines + 1;
    counts_.lines += missing;
    counts_.malformed += missing;
  }
  const std::size_t taken = journal_->taken();
  counts_.bytes += taken;
  return taken;
}

}  // namespace smtptally
