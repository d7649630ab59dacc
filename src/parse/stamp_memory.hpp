#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "smtptally/time.hpp"

namespace smtptally {

/// Reads a stamp that differs from an earlier one of the same log in nothing but the seconds and
/// their fraction: "Nov 21 01:44:SS ", "2026-11-21T01:44:SS.FFFFFF+01:00 ". A time zone changes its
/// offset between two minutes, so the rest keeps its meaning.
///
/// PERF: the same few instructions for every line of a minute, whatever the shape of the stamp.
class StampMemory {
 public:
  /// The longest stamp with the blank behind it.
  static constexpr std::size_t kLongest = 40;

  /// Remembers `stamp`, which ends with a blank and means `time`. False, with nothing remembered,
  /// if its seconds can not be told from the rest.
  bool learn(std::string_view stamp, Micros time) noexcept;
  [[nodiscard]] bool ready() const noexcept { return size_ != 0; }
  /// The length of stamps that are known.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Whether a known stamp is at the front, and its time. Requires ready() and kLongest readable
  /// bytes.
  [[nodiscard]] bool read(const char* at, Micros& time) const noexcept {
    std::uint64_t differs = 0;
    for (std::size_t i = 0; i < words_; ++i) {
      std::uint64_t word = 0;
      std::memcpy(&word, at + 8 * i, sizeof word);
      differs |= (word ^ same_[i]) & is_same_[i];
    }
    const unsigned tens = digit(at[seconds_at_]);
    const unsigned ones = digit(at[seconds_at_ + 1]);
    if (differs != 0 || tens > 5 || ones > 9) return false;
    time = minute_ + (tens * 10 + ones) * kMicrosPerSecond;
    return fraction_digits_ == 0 || add_fraction(at + seconds_at_ + 3, time);
  }

 private:
  static constexpr std::size_t kWords = kLongest / 8;

  static unsigned digit(char c) noexcept {
    return static_cast<unsigned>(static_cast<unsigned char>(c)) - unsigned{'0'};
  }
  /// PERF: up to six digits at once, in three multiplications (RFC 3339 stamps: 4 % of a run).
  [[nodiscard]] bool add_fraction(const char* at, Micros& time) const noexcept {
    if constexpr (std::endian::native != std::endian::little) return add_digits(at, time);
    std::uint64_t digits = 0;
    std::memcpy(&digits, at, sizeof digits);
    // The digits go to the end of eight, behind zeros.
    digits =
        (digits << unused_bits_) | (0x3030303030303030ULL & ~(~std::uint64_t{0} << unused_bits_));
    digits ^= 0x3030303030303030ULL;
    const bool digits_only =
        ((digits | (digits + 0x7676767676767676ULL)) & 0x8080808080808080ULL) == 0;
    digits = (digits * 10 + (digits >> 8U)) & 0x00FF00FF00FF00FFULL;
    digits = (digits * 100 + (digits >> 16U)) & 0x0000FFFF0000FFFFULL;
    digits = (digits * 10000 + (digits >> 32U)) & 0xFFFFFFFFULL;
    time += static_cast<Micros>(digits) * unit_;
    return digits_only;
  }
  [[nodiscard]] bool add_digits(const char* at, Micros& time) const noexcept {
    Micros value = 0;
    bool digits_only = true;
    for (std::size_t i = 0; i < fraction_digits_; ++i) {
      const unsigned next = digit(at[i]);
      digits_only = digits_only && next <= 9;
      value = value * 10 + next;
    }
    time += value * unit_;
    return digits_only;
  }

  std::array<std::uint64_t, kWords> same_{};
  std::array<std::uint64_t, kWords> is_same_{};  ///< The bits of same_ that count.
  std::size_t size_ = 0;
  std::size_t words_ = 0;  ///< Of same_ in use.
  std::size_t seconds_at_ = 0;
  std::size_t fraction_digits_ = 0;  ///< 0 to 6.
  unsigned unused_bits_ = 0;         ///< Of eight bytes that hold these digits.
  Micros unit_ = 1;                  ///< Of the last digit of the fraction.
  Micros minute_ = 0;
};

}  // namespace smtptally
