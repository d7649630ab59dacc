#include "history/open_state.hpp"

#include <utility>

#include <fmt/format.h>

#include "piece.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"
#include "text/stable_hash.hpp"

namespace smtptally {
namespace {

// Name, version, size of what follows the size up to the checksum, that, and the checksum of all.
constexpr std::string_view kName = "smtptally state\n";
// Version 1 wrote the messages of a session in the order of their bytes.
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kVersionSize = 4;
constexpr std::size_t kSizeSize = 8;
constexpr std::size_t kHeadSize = kName.size() + kVersionSize + kSizeSize;

std::string framed(std::string_view purpose, std::string_view state) {
  ByteWriter body;
  body.text(purpose);
  body.raw(state);
  ByteWriter out;
  out.raw(kName);
  out.fixed(kVersion, kVersionSize);
  out.fixed(body.bytes().size(), kSizeSize);
  out.raw(body.bytes());
  out.raw(checksum_of(out.bytes()));
  return out.take();
}

/// What is between head and checksum, and in which version.
struct Unframed {
  std::string_view body;
  std::uint64_t version = 0;
};

Result<Unframed> unframed(std::string_view bytes) {
  if (!bytes.starts_with(kName)) return Error{"The open state of the log is of another program."};
  ByteReader head(bytes.substr(kName.size()));
  const std::uint64_t version = head.fixed(kVersionSize);
  const std::uint64_t size = head.fixed(kSizeSize);
  if (head.failed()) return Error{"The open state of the log is cut."};
  if (version > kVersion) {
    return Error{fmt::format(
        "The open state of the log has format {}, and this version reads formats up to {}.",
        version, kVersion)};
  }
  const bool fits = head.left() >= kChecksumSize && head.left() - kChecksumSize == size;
  if (!fits) return Error{"The open state of the log is cut, or something stands behind it."};
  const std::size_t end = bytes.size() - kChecksumSize;
  if (version == 0 || checksum_of(bytes.substr(0, end)) != bytes.substr(end)) {
    return Error{"The open state of the log is damaged: its checksum differs."};
  }
  return Unframed{bytes.substr(kHeadSize, size), version};
}

std::string state_of(Piece& piece) {
  ByteWriter out;
  piece.write_open(out);
  return out.take();
}

}  // namespace

std::string write_open_state(Piece& piece) { return framed(piece.purpose(), state_of(piece)); }

Result<bool> read_open_state(std::string_view bytes, Piece& into) {
  const Result<Unframed> frame = unframed(bytes);
  if (!frame) return frame.error();
  const auto& [body, version] = frame.value();
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
  if (!in.failed() && version == kVersion) {
    in.require(state_of(into) == state, "it is not as it is written");
  }
  if (!in.failed()) return true;
  return Error{fmt::format("The open state of the log cannot be: {} (at byte {}).", in.problem(),
                           kHeadSize + in.failed_at())};
}

}  // namespace smtptally
