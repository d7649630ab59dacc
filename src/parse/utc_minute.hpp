#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "smtptally/time.hpp"
#include "text/digits.hpp"

namespace smtptally {

/// Reads stamps "2026-11-01T00:00:SS.FFFZ" of the minute of an earlier one, as Exchange's logs have
/// them.
///
/// PERF: most rows are of the minute of the row before: a comparison and five digits, 7 % of the
/// instructions of a run less than StampReader.
class UtcMinute {
 public:
  /// The size of such a stamp.
  static constexpr std::size_t kSize = 24;

  /// False for a stamp of another minute or shape.
  [[nodiscard]] bool read(std::string_view stamp, Micros& time) const noexcept {
    if (stamp.size() != kSize || std::memcmp(stamp.data(), same_.data(), same_.size()) != 0) {
      return false;
    }
    Micros behind = 0;
    if (!behind_minute(stamp, behind)) return false;
    time = minute_ + behind;
    return true;
  }
  /// Remembers the minute of a stamp of any shape that means `time`.
  void learn(std::string_view stamp, Micros time) noexcept {
    Micros behind = 0;
    if (stamp.size() != kSize || !behind_minute(stamp, behind)) return;
    std::memcpy(same_.data(), stamp.data(), same_.size());
    minute_ = time - behind;
  }

 private:
  /// The time of ":SS.FFFZ" at the end. A leap second is nothing to build on.
  ///
  /// PERF: all of its digits at once (2 % of a run).
  static bool behind_minute(std::string_view stamp, Micros& behind) noexcept {
    constexpr std::uint64_t kShape = bytes_as_number(":00.000Z");
    constexpr std::uint64_t kNoDigits = 0xFF000000FF0000FF;
    const std::uint64_t values = bytes_as_number(stamp.data() + kSize - 8) ^ kShape;
    const bool fits = (values & kNoDigits) == 0 &&
                      ((values | (values + 0x7676767676767676)) & 0x8080808080808080) == 0;
    const std::uint64_t number = number_of_eight(values);  // SS0FFF0.
    const std::uint64_t second = number / 100'000;
    behind = static_cast<Micros>(second) * kMicrosPerSecond +
             static_cast<Micros>(number % 100'000) * 100;
    return fits && second <= 59;
  }

  std::array<char, 17> same_{};  ///< "2026-11-01T00:00:", or zeros.
  Micros minute_ = 0;
};

}  // namespace smtptally
