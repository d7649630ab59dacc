#include "text/byte_reader.hpp"

namespace smtptally {

std::uint64_t ByteReader::number(std::uint64_t most) noexcept {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) break;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    const std::uint64_t bits = byte & 0x7FU;
    // There is one way to write a number: no bits that are lost, no zeros in front of it.
    if ((bits << shift) >> shift != bits || (shift > 0 && byte == 0)) break;
    number |= bits << shift;
    if (byte >= 0x80) continue;
    if (number <= most) return number;
    break;
  }
  fail("a number does not fit");
  return 0;
}

std::uint64_t ByteReader::fixed(std::size_t size) noexcept {
  if (rest_.size() < size) {
    fail("it ends too early");
    return 0;
  }
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
  }
  rest_.remove_prefix(size);
  return number;
}

std::string_view ByteReader::text() noexcept {
  const std::size_t size = number(rest_.size());
  // Less may be left than there was in front of the number.
  if (size > rest_.size()) fail("a text is longer than what is left");
  if (failed()) return {};
  const std::string_view text = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return text;
}

}  // namespace smtptally
