// StampCache: learns a stamp.

#include "parse/stamp_cache.hpp"

#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

/// The position of the seconds in "…HH:MM:SS…"; npos without them.
std::size_t find_seconds(std::string_view stamp) noexcept {
  const std::size_t hour = stamp.find(':');
  if (hour == std::string_view::npos || hour + 6 > stamp.size() || stamp[hour + 3] != ':') {
    return std::string_view::npos;
  }
  return hour + 4;
}

}  // namespace

bool StampCache::learn(std::string_view stamp, Micros time) noexcept {
  size_ = 0;
  const std::size_t seconds = find_seconds(stamp);
  if (stamp.size() > kLongest || seconds == std::string_view::npos || !stamp.ends_with(' ')) {
    return false;
  }
  Cursor at(stamp.substr(seconds));
  std::uint64_t second = 0;
  if (!at.take_number(second) || second > 59) return false;  // A leap second is not cached.
  if (at.rest().size() != stamp.size() - seconds - 2) return false;
  std::size_t digits = 0;
  if (at.take('.')) {
    while (digits < at.rest().size() && is_digit(at.rest()[digits])) ++digits;
    if (digits == 0 || digits > 6) return false;
  }
  unit_ = 1;
  for (std::size_t i = digits; i < 6; ++i) unit_ *= 10;
  Micros fraction = 0;
  for (std::size_t i = 0; i < digits; ++i) fraction = fraction * 10 + (at.rest()[i] - '0');

  varies_.fill('\xFF');
  for (std::size_t i = 0; i < stamp.size(); ++i) {
    const bool varies = i == seconds || i == seconds + 1 ||
                        (digits > 0 && i >= seconds + 3 && i < seconds + 3 + digits);
    same_[i] = stamp[i];
    if (!varies) varies_[i] = '\0';
  }
  seconds_at_ = seconds;
  fraction_digits_ = digits;
  unused_bits_ = static_cast<unsigned>(8 * (8 - digits)) % 64;
  minute_ = time - static_cast<Micros>(second) * kMicrosPerSecond - fraction * unit_;
  size_ = stamp.size();
  keep_latest(same_.data(), time);
  return true;
}

}  // namespace smtptally
