// LogPass: reads the rest of one log.

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "history/log_pass.hpp"
#include "io/headed_source.hpp"
#include "reading/input_reader.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Follows the bytes of a log behind `from`, from the print that it has up to there.
Result<PrintMaker> maker_at(Input& input, const LogBytes& bytes, const StoredLog& log,
                            std::uint64_t from) {
  if (log.print.offset == 0) {
    PrintMaker maker(front_of(input));
    const Result<std::string> before = bytes.before(from, from);
    if (!before) return before.error();
    maker.add(before.value());
    return maker;
  }
  const Result<std::string> tail =
      bytes.before(from, std::min<std::uint64_t>(from, LogPrint::kBlock));
  if (!tail) return tail.error();
  return PrintMaker(log.print, input.file.head.substr(0, log.print.head_size), tail.value());
}

/// The bytes behind `from`, with the names of columns in front of them.
Result<std::unique_ptr<ByteSource>> source_at(const LogBytes& bytes, std::uint64_t from,
                                              const std::string& header) {
  Result<std::unique_ptr<ByteSource>> source = bytes.from(from);
  if (!source || header.empty()) return source;
  return std::unique_ptr<ByteSource>(
      std::make_unique<HeadedSource>(header, std::move(source).value()));
}

}  // namespace

/// Adds what was read to what is known of the log.
void LogPass::add_outcome(const ReadOutcome& outcome, const Input& input, StoredLog& log) {
  InputSummary& summary = log.summary;
  summary.path = input.file.path;
  summary.encoding = name_of(input.file.encoding);
  const ReadCounts& counts = outcome.counts;
  summary.lines += counts.lines;
  log.malformed += counts.malformed;
  if (!outcome.dialects.empty()) {
    if (summary.dialect.empty()) summary.dialect = outcome.dialects.names();
    summary.kinds = LogKinds::of_bits(summary.kinds.bits() | outcome.dialects.kinds().bits());
  }
  if (counts.logged == 0) return;
  if (!summary.has_times) summary.first = counts.first;
  summary.last = summary.has_times ? std::max(summary.last, counts.last) : counts.last;
  summary.has_times = true;
}

std::optional<Error> LogPass::read_log(Input& input, const LogBytes& bytes, Found found) {
  using enum InputNote::Severity;
  using Kind = Kinship::Kind;
  const Kinship& kinship = found.kinship;
  const bool is_new = kinship.kind != Kind::same;
  if (!is_new && bytes.ends_at(kinship.from)) return std::nullopt;
  const Place place = kinship.kind == Kind::other ? place_of(input) : Place::behind;
  if (place == Place::overlapping) {
    note_overlap(input);
    return std::nullopt;
  }
  if (auto error = begin_piece()) return error;
  if (place == Place::older && !older_) older_ = make_piece();

  StoredLog log = is_new ? StoredLog{} : *found.log;
  if (is_new) log.year.year = input.year;
  Result<PrintMaker> maker = maker_at(input, bytes, log, kinship.from);
  const std::string header =
      kinship.from > 0 ? input.file.head.substr(0, header_size(input)) : std::string();
  Result<std::unique_ptr<ByteSource>> source = source_at(bytes, kinship.from, header);
  if (!maker || !source) {
    notes_.push_back({problem, maker ? source.error().message : maker.error().message});
    return std::nullopt;
  }
  Piece& piece = place == Place::older ? *older_ : *piece_;
  const ReadOutcome outcome =
      read_lines({input, header, kinship.from > 0}, *source.value(), piece, maker.value(), log);
  if (is_new) {
    input.years_too_late = years_too_late(input, outcome, *config_);
    if (input.years_too_late > 0 && !last_try_) {
      wrong_ = &input;
      return std::nullopt;
    }
  }
  std::set<std::string> hosts = piece.take_hosts();
  if (outcome.counts.bytes == 0) return std::nullopt;
  count_lines(outcome.counts, piece.coverage());
  log.hosts.merge(hosts);
  add_outcome(outcome, input, log);
  log.print = maker.value().print();
  log.summary.bytes = log.print.offset;
  keep(std::move(log), found, outcome.counts.lines);
  return std::nullopt;
}

/// Hands the lines to the piece and to the print, up to the last one that has its end.
ReadOutcome LogPass::read_lines(const Stretch& stretch, ByteSource& source, Piece& piece,
                                PrintMaker& maker, StoredLog& log) {
  const LogReader::Context context{
      .year = log.year, .began = stretch.goes_on, .skipping = log.skipping, .exchange = {}};
  LogReader reader(log_zone_of(stretch.input, *config_), context, piece, expected(*config_),
                   std::move(heads_));
  reader.expect_dates(stretch.input.dates);
  std::size_t header_left = stretch.header.size();
  const ReadBuffer::Consume consume = [&](PaddedText text, bool at_end) {
    const std::size_t taken = reader.consume(text, at_end);
    const std::size_t skipped = std::min(header_left, taken);
    header_left -= skipped;
    maker.add(text.view().substr(skipped, taken - skipped));
    return taken;
  };
  const auto damage = buffer_.run(source, consume, ReadBuffer::End::of_a_part);
  if (damage) notes_.push_back({InputNote::Severity::problem, damage->message});
  ReadOutcome outcome = reader.outcome();
  outcome.counts.bytes -= stretch.header.size();
  outcome.counts.lines -=
      static_cast<std::uint64_t>(std::count(stretch.header.begin(), stretch.header.end(), '\n'));
  const LogReader::Context behind = reader.context();
  heads_ = reader.take_heads();
  log.year = behind.year;
  log.skipping = behind.skipping;
  return outcome;
}

void LogPass::note_overlap(const Input& input) {
  note(InputNote::Severity::problem, input,
       said("it is of a time of which another log of the same host was collected; it is not read, "
            "because lines that stand in both would count twice"));
}

StoredLog* LogPass::keep(StoredLog log, Found found, std::uint64_t lines) {
  if (found.kinship.kind == Kinship::Kind::same) {
    *found.log = std::move(log);
  } else {
    found.log = &logs_.emplace_back(std::move(log));
  }
  const auto known = std::find_if(reads_.begin(), reads_.end(),
                                  [&](const Read& read) { return read.log == found.log; });
  if (known == reads_.end()) {
    reads_.push_back({found.log, found.kinship.from, lines});
  } else {
    known->lines += lines;
  }
  return found.log;
}

void LogPass::take_older() {
  if (!older_) return;
  older_->finish();
  piece_->sink().merge(older_->sink());
}

}  // namespace smtptally
