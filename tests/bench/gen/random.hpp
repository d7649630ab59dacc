#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace smtptally::bench {

/// One round of splitmix64: spreads a number over all 64 bits.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t value) noexcept {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31U);
}

/// xoshiro256++ with integer-only distributions: the same seed gives the same numbers with every
/// compiler and standard library, which <random> does not promise.
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = seed = mix(seed);
  }

  std::uint64_t next() noexcept {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// Uniform in [0, bound). Requires bound > 0.
  std::uint32_t below(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
  }
  /// Uniform in [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) noexcept {
    return low + below(static_cast<std::uint32_t>(high - low + 1));
  }
  /// True in `share` of 1000 cases.
  bool per_mille(std::uint32_t share) noexcept { return below(1000) < share; }
  /// In [0, bound), small numbers much more often: busy and quiet senders.
  std::uint32_t skewed(std::uint32_t bound) noexcept { return below(below(bound) + 1); }
  /// About exponentially distributed around `mean`; the logarithm is piecewise linear.
  std::int64_t waiting(std::int64_t mean) noexcept {
    const std::uint64_t bits = next() | 1U;
    const int zeros = std::countl_zero(bits);
    const std::uint64_t fraction = ((bits << static_cast<unsigned>(zeros)) >> 47U) & 0xFFFFU;
    const std::int64_t log2 =
        ((static_cast<std::int64_t>(zeros) + 1) << 16) - static_cast<std::int64_t>(fraction);
    return (((mean * log2) >> 16) * 45426) >> 16;  // 45426 / 65536 is ln 2
  }
  template <class Container>
  const typename Container::value_type& pick(const Container& from) noexcept {
    return from[below(static_cast<std::uint32_t>(from.size()))];
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace smtptally::bench
