// LogReader: splits the bytes of an input into lines and records.

#include "parse/log_reader.hpp"

#include <algorithm>
#include <utility>

namespace smtptally {
namespace {

constexpr std::size_t kNoEnd = LineEnds::kNone;

/// Whether the line is a separator of journalctl or syslogd, or the continuation of a text.
bool is_between_lines(std::string_view line) noexcept {
  return line.empty() || line.front() == ' ' || line.front() == '\t' || line.starts_with("-- ");
}

}  // namespace

void LogReader::count_time(Micros time, std::size_t dialect) {
  dialects_.insert(dialect);
  if (counts_.logged == 0) {
    counts_.first = time;
    counts_.earliest = time;
    counts_.last = time;
  }
  counts_.earliest = std::min(counts_.earliest, time);
  counts_.last = std::max(counts_.last, time);
  ++counts_.logged;
}

/// PERF: not inlined, so that take_exchange() saves fewer registers for every row.
[[gnu::noinline]] void LogReader::count_stamp() {
  const std::uint64_t line = counts_.lines + 1;
  if (exchange_.stamp_outcome() == StampOutcome::guessed) {
    if (stamps_.guessed++ == 0) stamps_.first_guessed = line;
  } else if (stamps_.unread++ == 0) {
    stamps_.first_unread = line;
    stamps_.unread_text = exchange_.unread_stamp();
  }
}

bool LogReader::deliver_row(ExchangeReader::Kind kind) {
  const std::size_t dialect = kExchange + static_cast<std::size_t>(exchange_.kind());
  switch (kind) {
    case ExchangeReader::Kind::other:
      return false;
    case ExchangeReader::Kind::tracking:
      count_time(exchange_.tracking().time, dialect);
      sink_->tracking(exchange_.tracking());
      return true;
    case ExchangeReader::Kind::protocol:
      count_time(exchange_.protocol().time, dialect);
      sink_->protocol(exchange_.protocol());
      return true;
    case ExchangeReader::Kind::irrelevant:
      if (exchange_.kind() != TableKind::none) dialects_.insert(dialect);
      ++counts_.irrelevant;
      return true;
  }
  return false;
}

/// Takes a record of an Exchange table, or its header.
bool LogReader::take_exchange(std::string_view record) {
  const ExchangeReader::Kind kind = exchange_.take(record, stamp_reader_, is_first(), end_);
  if (exchange_.stamp_outcome() != StampOutcome::read) count_stamp();
  return deliver_row(kind);
}

/// Takes a record of an Exchange table inside another line.
bool LogReader::take_wrapped(std::string_view record) {
  if (expect_ == Expect::postfix) return false;
  return deliver_row(exchange_.take_wrapped(record, stamp_reader_));
}

/// Holds back the first line, also one that is understood by itself: the rest of a line may look
/// like another one. It tells its time and its dialect, as if it were one of its own.
void LogReader::hold_back(std::string_view whole, PaddedText line) {
  NoSink nobody;
  LineSink* const sink = std::exchange(sink_, &nobody);
  began_ = expect_ != Expect::exchange && take_log(line, {});
  sink_ = sink;
  cut_.first = std::string(whole);
  cut_.first_dialects = std::exchange(dialects_, {});
  ReadCounts& first = cut_.first_counts = counts_;
  counts_ = {};
  std::swap(counts_.bytes, first.bytes);
  first.lines = 1;
  if (!began_) {
    const bool malformed = !is_between_lines(line);
    first.malformed = malformed ? 1 : 0;
    first.first_malformed = first.malformed;
    first.irrelevant = malformed ? 0 : 1;
  }
  stamp_is_known_ = false;  // The next line is the first one that counts.
}

void LogReader::take_line(PaddedText line) {
  const PaddedText whole = line;
  if (line.ends_with('\r')) line.remove_suffix(1);
  // A byte order mark, also where files were concatenated.
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  const bool may_be_csv =
      expect_ != Expect::postfix && (exchange_.active() || line.starts_with('#') || is_first());
  if (may_be_csv && take_exchange(line)) {
    ++counts_.lines;
    return;
  }
  if (std::exchange(hold_.first, false) && is_first() && counts_.lines == 0) {
    return hold_back(whole, line);
  }
  if (expect_ != Expect::exchange && take_log(line, {})) {
    ++counts_.lines;
    return;
  }
  if (hint_ == kEximFile) sink_->goes_on(line);
  if (is_between_lines(line)) {
    ++counts_.lines;
    ++counts_.irrelevant;
  } else {
    malformed_line();
  }
}

void LogReader::malformed_line() {
  ++counts_.lines;
  ++counts_.malformed;
  if (counts_.first_malformed == 0) counts_.first_malformed = counts_.lines;
}

std::size_t LogReader::take_export(PaddedText bytes, bool at_end) {
  LogLine out;
  const bool too_long = bytes.size() > kMaxLine;
  const ExportRecord::Taken taken = ExportRecord::take(bytes, at_end || too_long, out);
  counts_.lines += taken.lines;
  if (taken.bytes == 0) return 0;
  if (taken.complete) {
    Around entry;
    entry.has_year = true;
    if (!take_container_text(out, entry)) deliver(out, kJournalExport, Year::known);
    counts_.irrelevant += taken.lines - std::min<std::size_t>(taken.lines, 1);
  } else if (taken.ok) {
    counts_.irrelevant += taken.lines;
  } else {
    counts_.malformed += taken.lines;
    if (counts_.first_malformed == 0) counts_.first_malformed = counts_.lines;
  }
  return taken.bytes;
}

/// Takes a last line without newline, or the beginning of a line that is too long.
void LogReader::take_tail(PaddedText rest) {
  if (skipping_) return;
  if (hold_.last && rest.size() <= kMaxLine && !exchange_.active()) {
    cut_.last = std::string(rest);
    return;
  }
  if (rest.size() > kMaxLine) {
    malformed_line();
    skipping_ = true;
  } else {
    end_ = ExchangeReader::End::missing;
    take_line(rest);
    end_ = ExchangeReader::End::seen;
  }
}

/// The end of the record that begins in front of `text`: the first line end with an even number of
/// quotes before it, or the end of the text. `from` is the first line end.
std::size_t LogReader::end_of_record(std::string_view text, std::size_t from) {
  std::size_t end = from;
  std::size_t counted = 0;
  std::ptrdiff_t quotes = 0;
  while (true) {
    const std::string_view part = text.substr(counted, end - counted);
    quotes += std::count(part.begin(), part.end(), '"');
    if (quotes % 2 == 0 || end == text.size() || end > kMaxLine) return end;
    counted = end;
    end = std::min(text.find('\n', end + 1), text.size());
  }
}

/// Takes a record of several lines; it counts as its last line.
void LogReader::take_record(PaddedText record) {
  const auto more =
      static_cast<std::uint64_t>(std::count(record.data(), record.data() + record.size(), '\n'));
  counts_.lines += more;
  counts_.irrelevant += more;
  take_line(record);
}

/// Takes a line whose end was seen; it may be the end of a line that is too long.
void LogReader::take_whole_line(PaddedText line) {
  if (skipping_) {
    skipping_ = false;
  } else if (line.size() > kMaxLine) {
    malformed_line();
  } else {
    take_line(line);
  }
}

/// Takes the line, or the record of several lines, at the front of `rest`; `line` is the length of
/// the first line, kNoEnd if its end is missing. Returns the number of bytes taken, 0 if the end is
/// missing.
std::size_t LogReader::take_next(PaddedText rest, std::size_t line, bool at_end) {
  stamp_is_known_ = false;
  if (!skipping_ && rest.front() == '_' && ExportRecord::begins(rest)) {
    return take_export(rest, at_end);
  }
  if (line == kNoEnd) return 0;
  if (exchange_.active() && !skipping_ && exchange_.goes_on(rest.substr(0, line))) {
    const std::size_t end = end_of_record(rest, line);
    if (end == rest.size() && !at_end && rest.size() <= kMaxLine) return 0;
    if (end <= kMaxLine) {
      end_ = end == rest.size() ? ExchangeReader::End::missing : ExchangeReader::End::seen;
      take_record(rest.substr(0, end));
      end_ = ExchangeReader::End::seen;
      return std::min(rest.size(), end + 1);
    }
  }
  take_whole_line(rest.substr(0, line));
  return line + 1;
}

std::size_t LogReader::consume(PaddedText bytes, bool at_end) {
  if (journal_) return take_journal(bytes, at_end);
  std::size_t at = 0;
  LineEnds ends(bytes);
  while (at < bytes.size()) {
    if (stamp_is_known_ && known_is_exim_) {
      at = take_known_exim_lines(bytes, at, ends);
    } else if (stamp_is_known_ && !heads_.empty()) {
      at = take_known_lines(bytes, at, ends);
    }
    if (at == bytes.size()) break;
    const std::size_t end = ends.next(at);
    const std::size_t line = end == kNoEnd ? kNoEnd : end - at;
    const std::size_t taken = take_next(bytes.substr(at), line, at_end);
    if (taken == 0) break;
    at += taken;
  }
  const PaddedText rest = bytes.substr(at);
  if (!rest.empty() && (at_end || rest.size() > kMaxLine)) {
    take_tail(rest);
    at = bytes.size();
  }
  counts_.bytes += at;
  return at;
}

LogReader::LogReader(const Zone& log_zone, const Context& context, LineSink& sink, Expect expect,
                     HeadCache heads)
    : stamp_reader_(log_zone, context.year),
      heads_(std::move(heads)),
      inner_stamps_(log_zone, context.year),
      sink_(&sink),
      hint_(context.hint),
      prefix_(context.prefix),
      expect_(expect),
      skipping_(context.skipping),
      began_(context.began) {
  exchange_.go_on_from(context.exchange);
}

LogReader::Context LogReader::context() const {
  return {.hint = hint_,
          .prefix = prefix_,
          .year = stamp_reader_.year(),
          .began = !is_first(),
          .skipping = skipping_,
          .exchange = exchange_.context()};
}

ReadOutcome LogReader::outcome() const {
  return {.counts = counts_,
          .stamps = stamps_,
          .dialects = dialects_,
          .years = years_,
          .guessed_year = stamp_reader_.guessed_year(),
          .leap_conflict = stamp_reader_.leap_conflict(),
          .journal = journal_ ? journal_->damage() : JournalDamage(),
          .cut = cut_};
}

}  // namespace smtptally
