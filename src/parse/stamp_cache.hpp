#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "smtptally/time.hpp"
#include "text/bytes16.hpp"
#include "text/digits.hpp"

namespace smtptally {

/// Reads a stamp that differs from an earlier one of the same log only in the seconds and their
/// fraction: "Nov 21 01:44:SS ", "2026-11-21T01:44:SS.FFFFFF+01:00 ". Time zones change their
/// offset only at full minutes, so the rest of the stamp keeps its meaning.
///
/// PERF: the same few instructions for every line of a minute, for every stamp format.
class StampCache {
 public:
  /// The longest stamp, with the blank behind it.
  static constexpr std::size_t kLongest = 48;

  /// Caches `stamp`, which ends with a blank and means `time`. False, with an empty cache, if its
  /// seconds cannot be found.
  bool learn(std::string_view stamp, Micros time) noexcept;
  [[nodiscard]] bool ready() const noexcept { return size_ != 0; }
  /// The length of the cached stamp.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Whether a stamp of the cached minute is at the front; sets its time. Requires ready() and
  /// kLongest readable bytes.
  [[nodiscard]] bool read(const char* at, Micros& time) noexcept {
    // PERF: most lines are of the same second as the preceding one (BSD stamps: 2 % of a run).
    if (size_ == Bytes16::kSize) return read_repeated<1>(at, time);
    return read_second(at, time);
  }
  /// The same where stamps of other sizes than BSD's have no fraction, too.
  [[nodiscard]] bool read_coarse(const char* at, Micros& time) noexcept {
    constexpr std::size_t kMost = 2 * Bytes16::kSize;
    if (size_ < Bytes16::kSize || size_ > kMost) return read_second(at, time);
    return read_repeated<2>(at, time);
  }

 private:
  static constexpr std::uint64_t kAll = 0xFFFF;  ///< A mask of Bytes16 with every bit.
  static_assert(kLongest % Bytes16::kSize == 0);

  /// Looks first for the latest stamp, which has as many blocks that overlap.
  template <std::size_t kBlocks>
  [[nodiscard]] bool read_repeated(const char* at, Micros& time) noexcept {
    const auto is_latest = [&](std::size_t i) {
      return (Bytes16::load(at + i) == Bytes16::load(latest_.data() + i)).mask() == kAll;
    };
    if (is_latest(0) && (kBlocks == 1 || is_latest(size_ - Bytes16::kSize))) {
      time = latest_time_;
      return true;
    }
    if (!read_second(at, time)) return false;
    keep_latest(at, time);
    return true;
  }

  void keep_latest(const char* stamp, Micros time) noexcept {
    std::memcpy(latest_.data(), stamp, latest_.size());
    latest_time_ = time;
  }
  /// read() without the cache of the last stamp.
  [[nodiscard]] bool read_second(const char* at, Micros& time) const noexcept {
    const auto fits = [&](std::size_t i) {
      const Bytes16 equal = Bytes16::load(at + i) == Bytes16::load(same_.data() + i);
      return equal | Bytes16::load(varies_.data() + i);
    };
    // PERF: compares the blank separately, so that two loads suffice for the stamps of rsyslog,
    // which have 33 bytes (RFC 3339 stamps, with Correlator::look_again_: 3 % of a run).
    constexpr std::size_t kTwo = 2 * Bytes16::kSize;
    const bool same = (fits(0) & fits(Bytes16::kSize)).mask() == kAll && at[size_ - 1] == ' ' &&
                      (size_ <= kTwo + 1 || fits(kTwo).mask() == kAll);
    const unsigned tens = digit(at[seconds_at_]);
    const unsigned ones = digit(at[seconds_at_ + 1]);
    if (!same || tens > 5 || ones > 9) return false;
    time = minute_ + (tens * 10 + ones) * kMicrosPerSecond;
    return fraction_digits_ == 0 || add_fraction(at + seconds_at_ + 3, time);
  }

  static unsigned digit(char c) noexcept {
    return static_cast<unsigned>(static_cast<unsigned char>(c)) - unsigned{'0'};
  }
  /// PERF: reads up to six digits at once (RFC 3339 stamps: 4 % of a run).
  [[nodiscard]] bool add_fraction(const char* at, Micros& time) const noexcept {
    std::uint64_t digits = bytes_as_number(at);
    // Moves the digits to the end of the eight bytes, behind zeros.
    digits =
        (digits << unused_bits_) | (0x3030303030303030ULL & ~(~std::uint64_t{0} << unused_bits_));
    digits ^= 0x3030303030303030ULL;
    time += static_cast<Micros>(number_of_eight(digits)) * unit_;
    return are_digits(digits);
  }

  std::array<char, kLongest> same_{};
  std::array<char, kLongest> varies_{};  ///< 0xFF at bytes that may differ.
  std::size_t size_ = 0;
  std::size_t seconds_at_ = 0;
  std::size_t fraction_digits_ = 0;  ///< 0 to 6.
  unsigned unused_bits_ = 0;         ///< Bits of the eight bytes that hold no digits.
  Micros unit_ = 1;                  ///< Value of the last digit of the fraction.
  Micros minute_ = 0;
  std::array<char, 2 * Bytes16::kSize> latest_{};  ///< The stamp that was learned or read last.
  Micros latest_time_ = 0;
};

}  // namespace smtptally
