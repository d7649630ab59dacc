#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tsl/robin_map.h>

namespace smtptally {

/// Mixes a number into a hash: the order counts.
[[nodiscard]] constexpr std::uint64_t combine(std::uint64_t hash, std::uint64_t number) noexcept {
  hash = (hash ^ number) * 0xD6E8FEB86659FD93ULL;
  return hash ^ (hash >> 32U);
}

/// A hash of a key that is made of numbers, for a HashIndex.
[[nodiscard]] inline std::uint64_t hash_of(std::span<const std::uint32_t> numbers) noexcept {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL;
  for (const std::uint32_t number : numbers) h = combine(h, number);
  return h;
}

/// Finds numbers 0, 1, 2, … by the hashes of what they stand for, which the owner keeps and
/// compares. 24 to 48 bytes a number, less than a map that holds the keys, too.
class HashIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// The number with this hash for which `is(number)` holds, or kNone.
  template <class Is>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, const Is& is) const {
    const auto found = latest_.find(hash);
    std::uint32_t number = found == latest_.end() ? kNone : found->second;
    while (number != kNone && !is(number)) number = earlier_[number];
    return number;
  }
  /// Adds the next number, and says which it is.
  std::uint32_t add(std::uint64_t hash) {
    const auto number = static_cast<std::uint32_t>(earlier_.size());
    const auto [place, is_new] = latest_.try_emplace(hash, number);
    earlier_.push_back(is_new ? kNone : place->second);
    place.value() = number;
    return number;
  }
  void clear() {
    latest_.clear();
    earlier_.clear();
  }

 private:
  struct AsItIs {
    std::size_t operator()(std::uint64_t hash) const noexcept { return hash; }
  };

  tsl::robin_map<std::uint64_t, std::uint32_t, AsItIs> latest_;
  std::vector<std::uint32_t> earlier_;  ///< By number: the one before with the same hash.
};

}  // namespace smtptally
