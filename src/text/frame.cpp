#include "text/frame.hpp"

#include <cassert>

#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"
#include "text/stable_hash.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kVersionSize = 4;
constexpr std::size_t kSizeSize = 8;

}  // namespace

std::string framed(const FrameKind& kind, std::span<const std::string_view> sections) {
  assert(sections.size() == kind.sections);
  ByteWriter out;
  out.raw(kind.name);
  out.fixed(kind.version, kVersionSize);
  for (const std::string_view section : sections) out.fixed(section.size(), kSizeSize);
  for (const std::string_view section : sections) out.raw(section);
  out.raw(checksum_of(out.bytes()));
  return out.take();
}

Unframed unframed(const FrameKind& kind, std::string_view bytes) {
  Unframed frame;
  const auto with = [&](FrameFault fault) {
    frame.fault = fault;
    return frame;
  };
  if (!bytes.starts_with(kind.name)) {
    return with(kind.name.starts_with(bytes) ? FrameFault::cut : FrameFault::foreign);
  }
  ByteReader in(bytes.substr(kind.name.size()));
  frame.version = in.fixed(kVersionSize);
  std::vector<std::uint64_t> sizes(kind.sections);
  for (std::uint64_t& size : sizes) size = in.fixed(kSizeSize);
  if (in.failed()) return with(FrameFault::cut);
  if (frame.version > kind.version) return with(FrameFault::newer);
  std::size_t left = in.left();
  if (left < kChecksumSize) return with(FrameFault::wrong_size);
  left -= kChecksumSize;
  const std::size_t end = bytes.size() - kChecksumSize;
  frame.place = end - left;
  for (const std::uint64_t size : sizes) {
    if (size > left) return with(FrameFault::wrong_size);
    frame.sections.push_back(bytes.substr(end - left, size));
    left -= size;
  }
  if (left > 0) return with(FrameFault::wrong_size);
  frame.checksum = bytes.substr(end);
  if (frame.version == 0 || checksum_of(bytes.substr(0, end)) != frame.checksum) {
    return with(FrameFault::damaged);
  }
  return frame;
}

}  // namespace smtptally
