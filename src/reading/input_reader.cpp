// InputReader: reads inputs one after the other.

#include "reading/input_reader.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "inputs/journal_input.hpp"
#include "io/open_input.hpp"
#include "io/random_file.hpp"
#include "reading/input_summary.hpp"
#include "reading/journal_inputs.hpp"
#include "reading/slices.hpp"
#include "reading/traces.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {

void count_lines(const ReadCounts& counts, Coverage& coverage) {
  coverage[CoverageItem::lines] += counts.lines;
  coverage[CoverageItem::bytes] += counts.bytes;
  coverage[CoverageItem::lines_malformed] += counts.malformed;
  coverage[CoverageItem::lines_irrelevant] += counts.irrelevant;
}

namespace {

/// Whether the file is UTF-16: a byte order mark, or a zero byte in the first two characters.
bool is_utf16(const RandomFile& file) {
  std::array<char, 2> first{};
  const Result<std::size_t> got = file.read_at(0, first);
  if (!got || got.value() < first.size()) return false;
  return first[0] == '\0' || first[1] == '\0' || (first[0] & first[1] & '\xFE') == '\xFE';
}

/// The bytes of an input from FilePart::begin on.
struct InputBytes {
  /// Ends at FilePart::stop_from if bytes of the part are before it, else at the end of the input.
  std::unique_ptr<ByteSource> source;
  ReadBuffer::End end = ReadBuffer::End::of_input;
  std::shared_ptr<const RandomFile> file;  ///< The file of a part; null for other sources.
};

Result<InputBytes> open_input_bytes(Input& input, const FilePart& part, unsigned inputs,
                                    Meter& meter) {
  const bool ends_early = part.begin < part.stop_from && part.stop_from != UINT64_MAX;
  if (part.begin == 0 && !ends_early) {  // The input may be packed, or no file.
    Result<std::unique_ptr<ByteSource>> source = open_input(input.file, inputs, meter);
    if (!source) return source.error();
    return InputBytes{.source = std::move(source).value(), .file = {}};
  }
  auto file = input.file.journal;
  if (!file) {
    auto opened = RandomFile::open(input.file.path);
    if (!opened) return opened.error();
    file = std::move(opened).value();
  }
  meter.add(part.begin);
  std::uint64_t end = part.stop_from;  // Of a journal file, an entry.
  if (ends_early && !input.file.journal) end = next_line(*file, part.stop_from - 1);
  return InputBytes{
      .source = make_part_source(file, part.begin, end),
      .end = end == UINT64_MAX ? ReadBuffer::End::of_input : ReadBuffer::End::of_a_part,
      .file = file};
}

}  // namespace

InputReader::End InputReader::take(Input& input, const FilePart& part) {
  const bool enough = part.stop_from == 0 && !reading_.result.piece->awaits_more();
  if (!part.skipped && !enough) return read(input, part);
  leave_out(input);
  return End::done;
}

void InputReader::problem(const Error& error) {
  reading_.result.notes.push_back({InputNote::Severity::problem, error.said()});
}

/// Skips a file that is outside the range as a whole.
void InputReader::leave_out(const Input& input) {
  reading_.result.anything_read = true;
  reading_.result.any_log = true;
  InputSummary summary;
  summary.path = input.file.path;
  set_dialects(input.dialects, summary);
  summary.encoding = name_of(input.file.encoding);
  summary.note = said("not read, outside the range");
  reading_.result.piece->coverage()[CoverageItem::bytes_skipped] += input.file.size;
  reading_.result.inputs.push_back(std::move(summary));
  unread_.push_back({.input = &input});
}

void InputReader::say_what_is_unread(const Input& input, const FilePart& part, std::uint64_t end,
                                     InputSummary& summary) {
  add_note(part.note, summary);
  const std::uint64_t size = input.file.size;
  end = std::min(end, size);
  if (input.file.encoding != Encoding::plain || (part.begin == 0 && end == size)) return;
  add_note(said("read from byte {} to {} of {}", part.begin, end, size), summary);
  if (part.begin > 0) unread_.push_back({.input = &input, .end = part.begin});
  if (end < size) unread_.push_back({.input = &input, .begin = end});
  reading_.result.piece->coverage()[CoverageItem::bytes_skipped] += part.begin + (size - end);
}

/// Warns about a text file that was read to its end and is shorter than before: it was truncated
/// (logrotate's copytruncate).
void InputReader::look_whether_it_shrank(const Input& input, const FilePart& part,
                                         std::uint64_t read) {
  const std::uint64_t end = part.begin + read;
  if (!input.file.regular || input.file.encoding != Encoding::plain || end >= input.file.size ||
      input.file.journal) {
    return;
  }
  const auto file = RandomFile::open(input.file.path);
  if (!file || file.value()->size() == input.file.size) return;  // Unreadable, not truncated.
  if (is_utf16(*file.value())) return;                           // Decoding changes its size.
  problem(
      {said("{}: it was {} bytes long and ended after {} when it was read: it was cut "
            "meanwhile (copytruncate of logrotate?); read the rotated copy, too",
            visible(input.file.path), input.file.size, end)});
}

/// Warns if no line of a log was understood, and names the server it seems to be from.
void InputReader::look_for_traces(Input& input, const ReadOutcome& outcome) {
  ReadResult& result = reading_.result;
  result.any_log =
      result.any_log || input.is_log || !outcome.dialects.empty() || outcome.counts.lines == 0;
  const bool told = !input.hosts.empty() || outcome.dialects.any(LogServer::exchange);
  // Of what is no log, it was said when it was opened.
  if (told || !input.is_log || outcome.counts.lines == 0 || input.file.journal) return;
  const std::optional<Trace> trace = find_trace(input.file, reading_.config);
  if (!trace) return;
  result.notes.push_back(
      {InputNote::Severity::warning,
       said("{}: nothing of it was understood, though line {} looks like one of {}; see "
            "DIALECTS in the manual",
            visible(input.file.path), trace->line, trace->of)});
}

InputReader::End InputReader::finish(Input& input, const FilePart& part, const ReadOutcome& read,
                                     std::optional<std::uint64_t> stopped_at) {
  const ReadOutcome outcome = with_first_line(read);
  input.years_too_late = years_too_late(input, outcome, reading_.config);
  if (input.years_too_late > 0) {
    if (input.file.regular && !reading_.last_try) return End::wrong_year;
    reading_.result.notes.push_back(
        {InputNote::Severity::info,
         outcome.years.found
             ? said("{}: its stamps have no year and lie behind later ones that have one when the "
                    "first is of {}; say --year",
                    visible(input.file.path), input.year)
             : said(
                   "{}: its stamps have no year and lie in the future when the first is of {}; say "
                   "--year",
                   visible(input.file.path), input.year)});
  }
  if (outcome.counts.logged > 0) {
    // A modification time before the last line is wrong: the file was touched, or its time was
    // lost.
    input.goes_beyond = outcome.counts.earliest < input.earliest ||
                        outcome.counts.last > input.last.value_or(input.file.modified);
    input.earliest = std::min(input.earliest, outcome.counts.earliest);
    input.last = std::max(input.last.value_or(outcome.counts.last), outcome.counts.last);
  }
  const std::size_t hosts = input.hosts.size();
  input.hosts.merge(reading_.result.piece->take_hosts());
  input.goes_beyond = input.goes_beyond || input.hosts.size() > hosts;
  count_lines(read.counts, reading_.result.piece->coverage());
  reading_.result.falls += outcome.counts.order.falls;
  if (!stopped_at) look_whether_it_shrank(input, part, outcome.counts.bytes);
  look_for_traces(input, outcome);
  if (auto note = about_journal(input, outcome)) {
    reading_.result.notes.push_back(*std::move(note));
  }
  InputSummary summary = summarize(input, outcome);
  keep_ends(input, read, outcome, summary);
  for (const InputNote& note : about_stamps(input, outcome.stamps)) {
    add_note(note.message, summary);
    reading_.result.notes.push_back(
        {note.severity, said("{}: {}", visible(input.file.path), note.message)});
  }
  say_what_is_unread(input, part, stopped_at.value_or(UINT64_MAX), summary);
  reading_.result.inputs.push_back(std::move(summary));
  return End::done;
}

/// Keeps what another part of the log may go on with.
void InputReader::keep_ends(const Input& input, const ReadOutcome& read, const ReadOutcome& outcome,
                            InputSummary& summary) {
  ReadResult& result = reading_.result;
  const auto line = [&](const std::string& text, int year) {
    return CutLine{.text = text,
                   .hosts = input.hosts,
                   .year = year,
                   .zone = log_zone_of(input, reading_.config).name(),
                   .of_exim = outcome.dialects.any(LogServer::exim),
                   .note = {}};
  };
  if (outcome.cut.first) {
    CutLine& head = result.heads.emplace_back(line(*outcome.cut.first, input.year));
    head.input = result.inputs.size();
    head.note = summarize(input, read).note;
  }
  if (!outcome.cut.last.empty()) {
    const bool any = outcome.counts.logged > 0;
    const Zone& zone = log_zone_of(input, reading_.config);
    result.tails.push_back(
        line(outcome.cut.last, any ? zone.year_of(outcome.counts.last) : input.year));
    ++summary.lines;  // Whoever ends it, it begins here.
  }
  if (outcome.counts.logged == 0) return;
  for (const std::string& host : input.hosts) {
    TimeRange& span =
        result.hosts.try_emplace(host, TimeRange{kEndOfTime, kBeginningOfTime}).first->second;
    span.since = std::min(span.since, outcome.counts.earliest);
    span.until = std::max(span.until, outcome.counts.last);
  }
}

std::optional<std::uint64_t> InputReader::read_behind(ByteSource& source, LogReader& reader,
                                                      std::uint64_t begin) {
  std::optional<std::uint64_t> stopped_at;
  const auto enough = [&] {
    if (!reading_.result.piece->awaits_more()) stopped_at = begin + reader.counts().bytes;
    return stopped_at.has_value();
  };
  if (enough()) return stopped_at;
  const auto damage =
      buffer_.run(source, reader, ReadBuffer::End::of_input, reading_.config.seek.step, enough);
  if (damage) problem(*damage);
  return stopped_at;
}

InputReader::End InputReader::read(Input& input, const FilePart& part) {
  Result<InputBytes> opened = open_input_bytes(input, part, reading_.config.jobs, reading_.meter);
  if (!opened) {
    problem(opened.error());
    return End::done;
  }
  reading_.result.anything_read = true;
  auto& [source, end, file] = opened.value();
  LogReader reader(log_zone_of(input, reading_.config), part.year, *reading_.result.piece,
                   expected(reading_.config), std::move(heads_));
  reader.expect_dates(input.dates);
  reader.hold(input.hold);
  if (input.file.journal) {
    reader.expect_journal(journal_source(input, part.begin), std::move(journal_memory_));
  }
  std::optional<Error> damage;
  if (part.begin < part.stop_from) {
    damage = buffer_.run(*source, reader, end, input.file.journal ? kJournalStep : SIZE_MAX);
    if (file) reading_.meter.add(reader.counts().bytes);
    if (damage) problem(*damage);
  }
  std::optional<std::uint64_t> stopped_at;
  if (!damage && part.stop_from != UINT64_MAX) {
    if (file) source = make_part_source(file, part.begin + reader.counts().bytes);
    stopped_at = read_behind(*source, reader, part.begin);
  }
  const ReadOutcome outcome = reader.outcome();
  if (input.file.journal) journal_memory_ = reader.take_journal_memory();
  heads_ = reader.take_heads();
  return finish(input, part, outcome, stopped_at);
}

}  // namespace smtptally
