#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace smtptally {

/// Mixes a number into a hash; the order of the numbers matters.
[[nodiscard]] constexpr std::uint64_t combine(std::uint64_t hash, std::uint64_t number) noexcept {
  hash = (hash ^ number) * 0xD6E8FEB86659FD93ULL;
  return hash ^ (hash >> 32U);
}

/// The hash of a key that consists of numbers, for a HashIndex.
[[nodiscard]] inline std::uint64_t hash_of(std::span<const std::uint32_t> numbers) noexcept {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL;
  for (const std::uint32_t number : numbers) h = combine(h, number);
  return h;
}

/// Finds numbers 0, 1, 2, … by the hashes of their keys, which the owner stores and compares.
///
/// PERF: 16 to 32 bytes per number. A tsl::robin_map of hashes takes twice as much: a quarter of
/// the memory for a million senders.
class HashIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// The number for which `is(number)` is true, or kNone. Requires the hash with which it was
  /// added.
  template <class Is>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, const Is& is) const {
    if (entries_.empty()) return kNone;
    const std::uint32_t tag = tag_of(hash);
    std::size_t at = home(tag);
    while (entries_[at].number != kNone && !(entries_[at].tag == tag && is(entries_[at].number))) {
      at = next(at);
    }
    return entries_[at].number;
  }
  /// The number that find() most probably returns, or kNone. Reads only the table.
  [[nodiscard]] std::uint32_t guess(std::uint64_t hash) const {
    return find(hash, [](std::uint32_t) { return true; });
  }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  /// Makes room for `count` numbers in all.
  void reserve(std::size_t count) {
    std::size_t size = std::max(kFirstSize, entries_.size());
    while (size < 2 * count) size *= 2;
    if (size > entries_.size()) grow_to(size);
  }
  /// Adds the next number and returns it.
  std::uint32_t add(std::uint64_t hash) {
    if (2 * (std::size_t{count_} + 1) > entries_.size()) grow();
    put({tag_of(hash), count_});
    return count_++;
  }

 private:
  struct Entry {
    std::uint32_t tag = 0;  ///< A part of the hash.
    std::uint32_t number = kNone;
  };
  static constexpr std::size_t kFirstSize = 64;

  static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash >> 32U);
  }
  /// Depends on the tag alone, so that the table grows without the keys.
  [[nodiscard]] std::size_t home(std::uint32_t tag) const noexcept {
    return tag & (entries_.size() - 1);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    return (at + 1) & (entries_.size() - 1);
  }
  void put(const Entry& entry) noexcept {
    std::size_t at = home(entry.tag);
    while (entries_[at].number != kNone) at = next(at);
    entries_[at] = entry;
  }
  void grow() { grow_to(std::max(kFirstSize, 2 * entries_.size())); }
  void grow_to(std::size_t size) {
    const std::vector<Entry> old = std::move(entries_);
    entries_.assign(size, Entry());
    for (const Entry& entry : old) {
      if (entry.number != kNone) put(entry);
    }
  }

  std::vector<Entry> entries_;  ///< Empty, or a power of two of entries.
  std::uint32_t count_ = 0;
};

}  // namespace smtptally
