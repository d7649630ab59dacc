// LogPass: reads the rest of a journal file.

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "history/journal_marks.hpp"
#include "history/log_pass.hpp"
#include "inputs/journal_input.hpp"
#include "reading/input_reader.hpp"
#include "reading/journal_inputs.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {

void LogPass::load_journals() {
  if (journals_loaded_) return;
  journals_loaded_ = true;
  load_all();
  for (JournalMark& mark : JournalTable(*database_).all()) {
    const auto log = std::find_if(logs_.begin(), logs_.end(), [&](const StoredLog& known) {
      return mark.log != 0 && known.id == mark.log;
    });
    journals_.push_back({std::move(mark), log == logs_.end() ? nullptr : &*log});
  }
}

/// What is known of the file with that id. One that was not seen before is added.
LogPass::Journal& LogPass::journal_of(const JournalMark& mark) {
  const auto known = std::find_if(journals_.begin(), journals_.end(), [&](const Journal& journal) {
    return journal.mark.file == mark.file;
  });
  return known == journals_.end() ? journals_.emplace_back(Journal{mark, nullptr}) : *known;
}

bool LogPass::is_of_series(const StoredLog& log, const std::string& series) const {
  return !series.empty() &&
         std::any_of(journals_.begin(), journals_.end(), [&](const Journal& journal) {
           return journal.log == &log && journal.mark.series == series;
         });
}

/// As those of users are: nothing but the numbers of its entries is of interest.
bool LogPass::is_without_mail(const Input& input) const {
  return input.hosts.empty() && any_journal_of_mail_ && !input.file.explicitly_named;
}

std::optional<Error> LogPass::take_journal(Input& input) {
  using enum InputNote::Severity;
  using Kind = JournalLog::Rest::Kind;
  const JournalLog file(input);
  if (file.is_empty()) return std::nullopt;
  load_journals();
  const JournalMark now = file.mark();
  Journal& journal = journal_of(now);
  const JournalLog::Rest rest = file.behind(journal.mark);
  if (rest.kind == Kind::older) {
    note(info, input, said("all of it was read before; it is an older copy of a log that went on"));
    return std::nullopt;
  }
  if (rest.kind == Kind::different) {
    note(problem, input,
         said("its id is that of a journal file that was read, but not its entries; it is not "
              "read, because some of it would count twice"));
    return std::nullopt;
  }
  if (rest.kind == Kind::lost) {
    note(problem, input,
         said("its list of entries is damaged behind those that were read; the rest of it is not "
              "read"));
    return std::nullopt;
  }
  const auto grow = [&] {
    journal.mark.last = std::max(journal.mark.last, now.last);
    journal.mark.last_time = std::max(journal.mark.last_time, now.last_time);
    journal.changed = true;
  };
  if (rest.kind == Kind::none) {
    if (journal.log != nullptr) remember_name(input, *journal.log);
    return std::nullopt;
  }
  if (is_without_mail(input)) {
    grow();
    return std::nullopt;
  }
  const auto mark = read_journal(input, file, rest.source, journal);
  if (!mark) return mark.error();
  if (!mark.value()) return std::nullopt;
  journal.mark.entry = mark.value()->entry;
  journal.mark.entry_hash = mark.value()->entry_hash;
  grow();
  return std::nullopt;
}

/// Returns how far the file was read; nothing if it must not be read.
Result<std::optional<JournalMark>> LogPass::read_journal(Input& input, const JournalLog& file,
                                                         const JournalFile::Source& source,
                                                         Journal& journal) {
  using enum InputNote::Severity;
  const Place place = journal.log == nullptr ? place_of(input, journal.mark.series) : Place::behind;
  if (place == Place::overlapping) {
    note_overlap(input);
    return std::optional<JournalMark>();
  }
  if (auto error = begin_piece()) return *error;
  if (place == Place::older && !older_) older_ = make_piece();
  Piece& piece = place == Place::older ? *older_ : *piece_;

  LogReader reader(log_zone_of(input, *config_), input.year, piece, expected(*config_),
                   std::move(heads_));
  reader.expect_journal(source, std::move(journal_memory_));
  const auto bytes = make_part_source(input.file.journal, source.begin);
  const auto damage = buffer_.run(*bytes, reader, ReadBuffer::End::of_input, kJournalStep);
  if (damage) notes_.push_back({problem, damage->said()});
  const ReadOutcome outcome = reader.outcome();
  JournalMark read = journal.mark;
  file.set_read(read, damage ? std::optional(reader.latest_journal_entry()) : std::nullopt);
  // The list of entries is damaged: what was read counts.
  if (read.entry == journal.mark.entry) file.set_read(read, reader.latest_journal_entry());
  journal_memory_ = reader.take_journal_memory();
  heads_ = reader.take_heads();
  if (auto about = about_journal(input, outcome)) notes_.push_back(*std::move(about));

  StoredLog log = journal.log == nullptr ? StoredLog{} : *journal.log;
  std::set<std::string> hosts = piece.take_hosts();
  log.hosts.merge(hosts);
  log.hosts.insert(input.hosts.begin(), input.hosts.end());
  count_lines(outcome.counts, piece.coverage());
  add_outcome(outcome, input, log);
  const std::uint64_t begin = log.print.offset;
  log.print.offset += outcome.counts.bytes;
  log.summary.bytes = log.print.offset;
  Found found{journal.log, {Kinship::Kind::other, begin}};
  if (journal.log != nullptr) found.kinship.kind = Kinship::Kind::same;
  journal.log = keep(std::move(log), found, outcome.counts.lines);
  return std::optional(read);
}

void LogPass::find_journal_holes() {
  if (!journals_loaded_) return;
  const std::vector<JournalHole> before = holes_between(JournalTable(*database_).all());
  std::vector<JournalMark> marks;
  for (const Journal& journal : journals_) marks.push_back(journal.mark);
  for (const JournalHole& hole : holes_between(std::move(marks))) {
    const bool known = std::any_of(before.begin(), before.end(),
                                   [&](const JournalHole& other) { return other.contains(hole); });
    if (!known) notes_.push_back(about_hole(hole, *config_));
  }
}

InputNote about_hole(const JournalHole& hole, const Config& config) {
  return {InputNote::Severity::warning,
          said("{}: no journal file has the entries {} to {} of the journal, from {} to {}; were "
               "they vacuumed before they were collected?",
               visible(config.history.db), hole.first, hole.last,
               format_rfc3339(hole.since, config.zone), format_rfc3339(hole.until, config.zone))};
}

}  // namespace smtptally
