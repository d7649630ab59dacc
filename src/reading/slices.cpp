// Cuts files into slices, guesses their contexts, and reads them.

#include "reading/slices.hpp"

#include <algorithm>
#include <cstring>

#include "inputs/journal_input.hpp"
#include "io/open_input.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kLook = std::size_t{16} * 1024;

/// The context at a place where the stamps without a year begin in `year`.
LogReader::Context beginning(int year) { return {.year = {.year = year}, .exchange = {}}; }

/// Reads a source to its end; `end` of the result is relative to the source. `journal` is the input
/// if it is a journal file.
PartResult read_part(ByteSource& source, ReadBuffer::End end, const LogReader::Context& context,
                     const Config& config, const Zone& log_zone, PiecePool& parts,
                     LogReader::Hold hold, const Input* journal = nullptr) {
  std::unique_ptr<ReadBuffer> buffer = parts.take_buffer();
  PartResult result;
  result.opened = true;
  result.part = parts.take();
  LogReader reader(log_zone, context, result.part->piece, expected(config),
                   std::move(result.part->heads));
  reader.hold(hold);
  if (journal != nullptr) {
    reader.expect_journal(journal_source(*journal, 0), std::move(result.part->journal));
  }
  result.problem = buffer->run(source, reader, end, journal != nullptr ? kJournalStep : SIZE_MAX);
  parts.give_back(std::move(buffer));
  result.outcome = reader.outcome();
  result.context = reader.context();
  if (journal != nullptr) result.part->journal = reader.take_journal_memory();
  result.part->heads = reader.take_heads();
  result.end = result.outcome.counts.bytes;
  return result;
}

}  // namespace

std::uint64_t slice_bytes(std::uint64_t left, const Config& config) noexcept {
  constexpr std::uint64_t kLeast = std::uint64_t{2} << 20;
  return std::clamp(left / 2 / config.jobs, std::min(kLeast, config.slice), config.slice);
}

Slicer::Slicer(std::shared_ptr<const RandomFile> file, const Config& config, const Zone& log_zone,
               std::uint64_t begin, std::uint64_t end, int year)
    : file_(std::move(file)),
      config_(&config),
      log_zone_(&log_zone),
      at_(begin),
      end_(end),
      context_(beginning(year)),
      guess_(context_) {
  can_cut_ = look(at_, at_ + kLook) && guess_.began;
}

/// Goes on with the guess over the lines in a stretch of the file. False if a record may be of
/// several lines or the file can not be read.
bool Slicer::look(std::uint64_t from, std::uint64_t to) {
  const bool in_a_line = from > at_;
  std::vector<char> bytes(to - from + kTextPadding);
  const auto got = file_->read_at(from, std::span(bytes).first(bytes.size() - kTextPadding));
  if (!got) return false;
  PaddedText text = PaddedText::of_buffer(bytes).substr(0, got.value());
  if (in_a_line) text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  NoSink sink;
  LogReader reader(*log_zone_, guess_, sink, expected(*config_), std::move(heads_));
  (void)reader.consume(text, false);
  guess_ = reader.context();
  const bool can_cut = !reader.dialects().any_multi_line();
  heads_ = reader.take_heads();
  return can_cut;
}

std::uint64_t next_line(const RandomFile& file, std::uint64_t from) {
  std::vector<char> bytes(kLook);
  while (from < file.size()) {
    const auto got = file.read_at(from, bytes);
    if (!got || got.value() == 0) break;
    const void* const newline = std::memchr(bytes.data(), '\n', got.value());
    if (newline != nullptr) {
      const auto size = static_cast<const char*>(newline) - bytes.data();
      const std::uint64_t line = from + static_cast<std::uint64_t>(size) + 1;
      return line < file.size() ? line : UINT64_MAX;
    }
    from += got.value();
  }
  return UINT64_MAX;
}

std::optional<Slice> Slicer::next() {
  if (done_) return std::nullopt;
  Slice slice{.begin = at_, .context = context_};
  const std::uint64_t last = std::min(end_, file_->size());
  const std::uint64_t wanted =
      std::min(at_ + slice_bytes(last - std::min(at_, last), *config_), end_);
  // Starts one byte earlier: a line that begins at the wanted place begins a slice.
  const std::uint64_t cut = can_cut_ || wanted == end_ ? next_line(*file_, wanted - 1) : UINT64_MAX;
  slice.end = cut;
  if (cut == UINT64_MAX) {
    done_ = true;
    return slice;
  }
  // At most a part of the slice, so that tests can make the guess wrong.
  const std::uint64_t near = std::min<std::uint64_t>(kLook, (cut - at_) / 2);
  (void)look(cut - near, cut);
  context_ = guess_;
  at_ = cut;
  done_ = at_ >= end_;
  return slice;
}

PartResult read_slice(const std::shared_ptr<const RandomFile>& file, const Slice& slice,
                      const Config& config, const Zone& log_zone, PiecePool& parts, Meter& meter) {
  const auto source = make_part_source(file, slice.begin, slice.end);
  const bool last = slice.end == UINT64_MAX;
  PartResult result =
      read_part(*source, last ? ReadBuffer::End::of_input : ReadBuffer::End::of_a_part,
                slice.context, config, log_zone, parts, slice.hold);
  result.end += slice.begin;
  meter.add(result.outcome.counts.bytes);
  return result;
}

PartResult read_whole(Input& input, int year, const Config& config, PiecePool& parts,
                      Meter& meter) {
  // Uses one job, because this already runs in a thread of its own.
  const Result<std::unique_ptr<ByteSource>> source = open_input(input.file, 1, meter);
  if (!source) {
    PartResult result;
    result.problem = source.error();
    return result;
  }
  LogReader::Context context = beginning(year);
  context.exchange.dates = input.dates;
  return read_part(*source.value(), ReadBuffer::End::of_input, context, config,
                   log_zone_of(input, config), parts, input.hold,
                   input.file.journal ? &input : nullptr);
}

}  // namespace smtptally
