#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace smtptally {

/// Sixteen bytes, processed in parallel. Comparisons give 0xFF for true and 0 for false.
///
/// PERF: a search byte by byte takes several times the instructions and ends after a different
/// number of steps on almost every line, which mispredicts the branch.
class PortableBytes16 {
 public:
  static constexpr std::size_t kSize = 16;

  /// Requires kSize readable bytes.
  static PortableBytes16 load(const char* at) noexcept {
    PortableBytes16 result;
    std::memcpy(result.raw_.data(), at, kSize);
    return result;
  }
  void store(char* at) const noexcept { std::memcpy(at, raw_.data(), kSize); }
  static PortableBytes16 all(char c) noexcept {
    PortableBytes16 result;
    result.raw_.fill(static_cast<unsigned char>(c));
    return result;
  }
  friend PortableBytes16 operator==(PortableBytes16 a, PortableBytes16 b) noexcept {
    for (std::size_t i = 0; i < kSize; ++i) a.raw_[i] = a.raw_[i] == b.raw_[i] ? 0xFF : 0;
    return a;
  }
  friend PortableBytes16 operator&(PortableBytes16 a, PortableBytes16 b) noexcept {
    for (std::size_t i = 0; i < kSize; ++i) a.raw_[i] &= b.raw_[i];
    return a;
  }
  friend PortableBytes16 operator|(PortableBytes16 a, PortableBytes16 b) noexcept {
    for (std::size_t i = 0; i < kSize; ++i) a.raw_[i] |= b.raw_[i];
    return a;
  }
  /// Whether each byte is in [first, last], as unsigned bytes.
  [[nodiscard]] PortableBytes16 between(char first, char last) const noexcept {
    PortableBytes16 result = *this;
    for (unsigned char& c : result.raw_) {
      const auto offset = static_cast<unsigned char>(c - static_cast<unsigned char>(first));
      c = offset <= static_cast<unsigned char>(last - first) ? 0xFF : 0;
    }
    return result;
  }
  /// Bit i tells whether byte i has its highest bit set.
  [[nodiscard]] std::uint64_t mask() const noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < kSize; ++i) bits |= std::uint64_t{raw_[i]} >> 7U << i;
    return bits;
  }

 private:
  std::array<unsigned char, kSize> raw_{};
};

#if defined(__SSE2__)
/// The same in an SSE2 register.
class Sse2Bytes16 {
 public:
  static constexpr std::size_t kSize = 16;

  static Sse2Bytes16 load(const char* at) noexcept {
    return Sse2Bytes16(_mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(at))));
  }
  void store(char* at) const noexcept {
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(at)), raw_);
  }
  static Sse2Bytes16 all(char c) noexcept { return Sse2Bytes16(_mm_set1_epi8(c)); }
  friend Sse2Bytes16 operator==(Sse2Bytes16 a, Sse2Bytes16 b) noexcept {
    return Sse2Bytes16(_mm_cmpeq_epi8(a.raw_, b.raw_));
  }
  friend Sse2Bytes16 operator&(Sse2Bytes16 a, Sse2Bytes16 b) noexcept {
    return Sse2Bytes16(_mm_and_si128(a.raw_, b.raw_));
  }
  friend Sse2Bytes16 operator|(Sse2Bytes16 a, Sse2Bytes16 b) noexcept {
    return Sse2Bytes16(_mm_or_si128(a.raw_, b.raw_));
  }
  [[nodiscard]] Sse2Bytes16 between(char first, char last) const noexcept {
    const __m128i offset = _mm_sub_epi8(raw_, _mm_set1_epi8(first));
    const __m128i most = _mm_set1_epi8(static_cast<char>(last - first));
    return Sse2Bytes16(_mm_cmpeq_epi8(_mm_min_epu8(offset, most), offset));
  }
  [[nodiscard]] std::uint64_t mask() const noexcept {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(raw_));
  }

 private:
  explicit Sse2Bytes16(__m128i raw) noexcept : raw_(raw) {}
  __m128i raw_;
};
using Bytes16 = Sse2Bytes16;
#else
using Bytes16 = PortableBytes16;
#endif

/// A bit mask of the first kBytes bytes at `at` (16, 32, 48 or 64, all readable) for which `test`
/// is true; bit i is byte i. `test` takes and returns Bytes.
template <std::size_t kBytes, class Bytes = Bytes16, class Test>
std::uint64_t bytes_where(const char* at, const Test& test) noexcept {
  static_assert(kBytes % Bytes::kSize == 0 && kBytes <= 64);
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kBytes; i += Bytes::kSize) {
    mask |= test(Bytes::load(at + i)).mask() << i;
  }
  return mask;
}

}  // namespace smtptally
