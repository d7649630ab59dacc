// Parts: their frame, and what is in it.

#include "parts/log_part.hpp"

#include <array>
#include <utility>

#include "io/zstd_text.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"
#include "text/frame.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

// A packed head and a packed body.
constexpr FrameKind kPart{.name = "smtptally part\n", .version = 1, .sections = 2};
/// Ten times what a day of a million senders takes.
constexpr std::size_t kMostUnpacked = std::size_t{2} << 30U;

void write_said(ByteWriter& out, const Said& said) { out(said.english, said.translated); }

/// A translation into another language than ours is left out.
void read_said(ByteReader& in, Said& said, bool same_language) {
  in(said.english, said.translated);
  if (!same_language) said.translated.clear();
}

void write_range(ByteWriter& out, const TimeRange& range) { out(range.since, range.until); }
void read_range(ByteReader& in, TimeRange& range) { in(range.since, range.until); }

template <class Archive, class Summary>
void summary_fields(Archive& at, Summary& summary) {
  at(summary.path, summary.dialect, summary.encoding, summary.lines, summary.bytes,
     summary.has_times, summary.first, summary.last);
}

void write_lines(ByteWriter& out, const std::vector<CutLine>& lines) {
  out.count(lines.size());
  for (const auto& [text, hosts, year, zone, of_exim, input, note] : lines) {
    out(text, std::int64_t{year}, zone, of_exim, std::uint64_t{input});
    write_said(out, note);
    out.count(hosts.size());
    for (const std::string& host : hosts) out(host);
  }
}

void read_lines(ByteReader& in, std::vector<CutLine>& lines, std::size_t inputs,
                bool same_language) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    CutLine& line = lines.emplace_back();
    std::int64_t year = 0;
    std::uint64_t input = 0;
    in(line.text, year, line.zone, line.of_exim, input);
    in.require(input == 0 || input < inputs, "there is no such input");
    line.input = input;
    read_said(in, line.note, same_language);
    in.require(year >= -9999 && year <= 9999, "a year is out of range");
    line.year = static_cast<int>(year);
    for (std::size_t hosts = in.count(); hosts > 0 && !in.failed(); --hosts) {
      in.require(line.hosts.emplace(in.text()).second, "a host is there twice");
    }
  }
}

void write_survey(ByteWriter& out, const ReadResult& read) {
  out.text(language());
  out.count(read.inputs.size());
  for (const InputSummary& input : read.inputs) {
    summary_fields(out, input);
    out(input.kinds.bits());
    write_said(out, input.note);
  }
  out.count(read.notes.size());
  for (const InputNote& note : read.notes) {
    out.choice(note.severity, InputNote::Severity::problem);
    write_said(out, note.message);
  }
  out(std::uint64_t{read.notes_before}, read.covered.has_value());
  if (read.covered) write_range(out, *read.covered);
  out(read.anything_read, read.any_log, read.falls);
  out.count(read.hosts.size());
  for (const auto& [host, span] : read.hosts) {
    out(host);
    write_range(out, span);
  }
  write_lines(out, read.heads);
  write_lines(out, read.tails);
}

void read_survey(ByteReader& in, ReadResult& read) {
  const bool same_language = in.text() == language();
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    InputSummary& input = read.inputs.emplace_back();
    summary_fields(in, input);
    std::uint32_t kinds = 0;
    in(kinds);
    input.kinds = LogKinds::of_bits(kinds);
    read_said(in, input.note, same_language);
  }
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    InputNote& note = read.notes.emplace_back();
    in.choice(note.severity, InputNote::Severity::problem);
    read_said(in, note.message, same_language);
  }
  std::uint64_t before = 0;
  bool has_covered = false;
  in(before, has_covered);
  in.require(before <= read.notes.size(), "there are not so many notes");
  read.notes_before = before;
  if (has_covered) read_range(in, read.covered.emplace());
  in(read.anything_read, read.any_log, read.falls);
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    std::string host;
    TimeRange span;
    in(host);
    read_range(in, span);
    in.require(read.hosts.emplace(std::move(host), span).second, "a host is there twice");
  }
  read_lines(in, read.heads, read.inputs.size(), same_language);
  read_lines(in, read.tails, read.inputs.size(), same_language);
}

Error error_of_part(const Unframed& frame) {
  switch (*frame.fault) {
    case FrameFault::foreign:
      return said("it is no part of a report; --partial writes one");
    case FrameFault::cut:
      return said("it is cut");
    case FrameFault::newer:
      return said("it has format {}, and this version of smtptally reads formats up to {}",
                  frame.version, kPart.version);
    case FrameFault::wrong_size:
      return said("it is cut, or something stands behind it");
    case FrameFault::damaged:
      break;
  }
  return said("it is damaged: its checksum differs");
}
Error cannot_be(const ByteReader& in) {
  return {said("it cannot be: {} (at byte {} of what it holds)", in.problem(), in.failed_at())};
}

}  // namespace

std::string write_part(const PartOptions& options, ReadResult& read) {
  ByteWriter head;
  write(head, options);
  write_survey(head, read);
  ByteWriter body;
  body.text(read.piece->purpose());
  ByteWriter open;
  read.piece->write_open(open);  // First, since it may hand on messages.
  body.text(open.bytes());
  read.piece->sink().write(body);
  return framed_part(head.bytes(), body.bytes());
}

std::string framed_part(std::string_view head, std::string_view body) {
  const std::string packed_head = zstd_packed(head);
  const std::string packed_body = zstd_packed(body);
  return framed(kPart, std::array{std::string_view(packed_head), std::string_view(packed_body)});
}

Result<PartBytes> PartBytes::open(std::string_view bytes) {
  const Unframed frame = unframed(kPart, bytes);
  if (frame.fault) return error_of_part(frame);
  return PartBytes(frame.sections[0], frame.sections[1], frame.checksum);
}

Result<PartHead> PartBytes::head() const {
  const auto bytes = zstd_unpacked(head_, kMostUnpacked);
  if (!bytes) return Error{said("it cannot be unpacked")};
  ByteReader in(*bytes);
  PartHead head;
  read(in, head.options);
  if (!in.failed()) read_survey(in, head.read);
  if (!in.failed()) in.require(in.left() == 0, "something stands behind it");
  if (in.failed()) return cannot_be(in);
  return head;
}

Result<bool> PartBytes::body(Piece& into, Accumulator& counts) const {
  const auto bytes = zstd_unpacked(body_, kMostUnpacked);
  if (!bytes) return Error{said("it cannot be unpacked")};
  ByteReader in(*bytes);
  in.require(in.text() == into.purpose(), "what is open was written for other options");
  const std::string_view open = in.text();
  if (!in.failed()) {
    ByteReader of_open(open);
    into.read_open(of_open);
    if (!of_open.failed()) of_open.require(of_open.left() == 0, "something stands behind it");
    if (of_open.failed()) return cannot_be(of_open);
    counts.read(in);
  }
  if (!in.failed()) in.require(in.left() == 0, "something stands behind it");
  if (in.failed()) return cannot_be(in);
  return true;
}

}  // namespace smtptally
