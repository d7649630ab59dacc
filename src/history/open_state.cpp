#include "history/open_state.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "piece.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"
#include "text/frame.hpp"

namespace smtptally {
namespace {

// Version 1 wrote the messages of a session in the order of their bytes.
constexpr FrameKind kState{.name = "smtptally state\n", .version = 2};

Error error_of(const Unframed& frame) {
  switch (*frame.fault) {
    case FrameFault::foreign:
      return "The open state of the log is of another program.";
    case FrameFault::cut:
      return "The open state of the log is cut.";
    case FrameFault::newer:
      return fmt::format(
          "The open state of the log has format {}, and this version reads formats up to {}.",
          frame.version, kState.version);
    case FrameFault::wrong_size:
      return "The open state of the log is cut, or something stands behind it.";
    case FrameFault::damaged:
      break;
  }
  return "The open state of the log is damaged: its checksum differs.";
}

std::string state_of(Piece& piece) {
  ByteWriter out;
  piece.write_open(out);
  return out.take();
}

}  // namespace

std::string write_open_state(Piece& piece) {
  ByteWriter body;
  body.text(piece.purpose());
  body.raw(state_of(piece));
  return framed(kState, std::array{std::string_view(body.bytes())});
}

Result<bool> read_open_state(std::string_view bytes, Piece& into) {
  const Unframed frame = unframed(kState, bytes);
  if (frame.fault) return error_of(frame);
  const std::string_view body = frame.sections.front();
  ByteReader in(body);
  const std::string_view purpose = in.text();
  if (!in.failed() && purpose != into.purpose()) {
    return Error{
        "The open state of the log was written for another range, --auth, report or way to read "
        "Exchange."};
  }
  const std::string_view state = body.substr(in.place());
  into.read_open(in);
  if (!in.failed()) in.require(in.left() == 0, "something stands behind it");
  // A state is written in one way alone: of what is not, something is wrong.
  if (!in.failed() && frame.version == kState.version) {
    in.require(state_of(into) == state, "it is not as it is written");
  }
  if (!in.failed()) return true;
  return Error{fmt::format("The open state of the log cannot be: {} (at byte {}).", in.problem(),
                           frame.place + in.failed_at())};
}

}  // namespace smtptally
