#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace smtptally {

/// Eight bytes as one number, the first in the lowest byte.
constexpr std::uint64_t bytes_as_number(const char* at) noexcept {
  std::uint64_t bytes = 0;
  if (!std::is_constant_evaluated() && std::endian::native == std::endian::little) {
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  }
  for (std::size_t i = 0; i < sizeof bytes; ++i) {
    bytes |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
  }
  return bytes;
}

/// The number of eight decimal digits, given by their values, the first in the lowest byte. PERF:
/// three multiplications instead of eight in a loop.
constexpr std::uint64_t number_of_eight(std::uint64_t digits) noexcept {
  digits = (digits * 10 + (digits >> 8U)) & 0x00FF00FF00FF00FFULL;
  digits = (digits * 100 + (digits >> 16U)) & 0x0000FFFF0000FFFFULL;
  return (digits * 10000 + (digits >> 32U)) & 0xFFFFFFFFULL;
}

/// Whether all eight bytes are from 0 to 9.
constexpr bool are_digits(std::uint64_t values) noexcept {
  return ((values | (values + 0x7676767676767676ULL)) & 0x8080808080808080ULL) == 0;
}

}  // namespace smtptally
