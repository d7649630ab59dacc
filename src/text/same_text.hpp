#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/bytes16.hpp"
#include "text/digits.hpp"

namespace smtptally {

/// Whether the first `size` bytes at `a` and `b` are equal. Requires size < 64, and 64 readable
/// bytes at both. PERF: the same few instructions for every usual size.
inline bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
  constexpr std::size_t kUsual = 48;
  std::uint64_t same = 0;
  const auto look = [&](std::size_t at) {
    same |= (Bytes16::load(a + at) == Bytes16::load(b + at)).mask() << at;
  };
  for (std::size_t at = 0; at < kUsual; at += Bytes16::kSize) look(at);
  if (size > kUsual) look(kUsual);
  return (~same & ((std::uint64_t{1} << size) - 1)) == 0;
}

/// Whether two texts are equal. PERF: needs no call of memcmp for an address.
inline bool same_text(std::string_view a, std::string_view b) noexcept {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size < kWord || size > 2 * kWord) return a == b;
  const std::size_t last = size - kWord;
  return bytes_as_number(a.data()) == bytes_as_number(b.data()) &&
         bytes_as_number(a.data() + last) == bytes_as_number(b.data() + last);
}

/// A copy of a text of less than kBytes bytes, padded with zeros.
template <std::size_t kBytes>
class PaddedCopy {
 public:
  explicit PaddedCopy(std::string_view text) noexcept {
    std::memcpy(bytes_.data(), text.data(), text.size());
  }
  [[nodiscard]] const char* data() const noexcept { return bytes_.data(); }

 private:
  std::array<char, kBytes> bytes_{};
};

}  // namespace smtptally
