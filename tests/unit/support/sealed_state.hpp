#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/byte_writer.hpp"
#include "text/stable_hash.hpp"

/// The bytes of an open state with the size and the checksum that they ought to have, so that a
/// reader looks at what is between them.
[[nodiscard]] inline std::string sealed_state(std::string_view bytes) {
  constexpr std::size_t kBeforeSize = 20;  // Name and version.
  constexpr std::size_t kHead = kBeforeSize + 8;
  if (bytes.size() < kHead + smtptally::kChecksumSize) return std::string(bytes);
  const std::string_view body =
      bytes.substr(kHead, bytes.size() - kHead - smtptally::kChecksumSize);
  smtptally::ByteWriter out;
  out.raw(bytes.substr(0, kBeforeSize));
  out.fixed(body.size(), 8);
  out.raw(body);
  out.raw(smtptally::checksum_of(out.bytes()));
  return out.take();
}
