#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "containers/pool.hpp"
#include "text/bytes16.hpp"

namespace smtptally {

/// A map from keys to slots of a Pool: T::map_key() has a type with a 64-bit hash(). The key of an
/// object must not change while it is in the map.
///
/// PERF: a bucket is one cache line of twelve slots with a byte of each hash, and half of the slots
/// are in use, so the objects in use on a busy server stay in the cache. In a table with eight
/// bytes per entry, one eighth in use, most lookups of a new key had to wait for memory while other
/// processes used the cache (2 % of a run with one job). On an idle machine only the memory
/// differs, a quarter.
template <class T>
class SlotMap {
 public:
  using Key = decltype(std::declval<const T&>().map_key());

  /// Borrows the pool for its lifetime.
  explicit SlotMap(const Pool<T>& pool) : pool_(&pool) {}

  /// kNoSlot if there is none. PERF: the usual case is separate, so that few registers are saved.
  [[nodiscard]] std::uint32_t find(const Key& key) const {
    const std::uint64_t hash = key.hash();
    const Bucket& bucket = buckets_[home(hash)];
    const std::uint64_t same = bucket.where(tag_of(hash));
    if (same != 0) {
      const std::uint32_t slot = bucket.slots[static_cast<std::size_t>(std::countr_zero(same))];
      if ((*pool_)[slot].map_key() == key) return slot;
    } else if (bucket.passed == 0) {
      return kNoSlot;
    }
    return find_in_all(key, hash);
  }
  /// Requires that the map does not hold the key of the slot's object.
  void add(std::uint32_t slot) {
    assert(find((*pool_)[slot].map_key()) == kNoSlot);
    const std::uint64_t hash = (*pool_)[slot].map_key().hash();
    if (++count_ > kUsual * buckets_.size()) grow();
    put(hash, slot);
  }
  /// Does nothing if the map does not hold the slot.
  void erase(std::uint32_t slot) {
    const std::uint64_t hash = (*pool_)[slot].map_key().hash();
    const std::size_t first = home(hash);
    for (std::size_t at = first;; at = next(at)) {
      Bucket& bucket = buckets_[at];
      for (std::uint64_t same = bucket.where(tag_of(hash)); same != 0; same &= same - 1) {
        const auto index = static_cast<std::size_t>(std::countr_zero(same));
        if (bucket.slots[index] != slot) continue;
        bucket.tags[index] = kFree;
        --count_;
        for (std::size_t i = first; i != at; i = next(i)) --buckets_[i].passed;
        return;
      }
      if (bucket.passed == 0) return;
    }
  }
  /// The number of slots in the map.
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  /// Keeps its capacity.
  void clear() noexcept {
    std::fill(buckets_.begin(), buckets_.end(), Bucket());
    count_ = 0;
  }
  /// Calls `take` for every slot, in no order.
  template <class Take>
  void for_each(const Take& take) const {
    for (const Bucket& bucket : buckets_) {
      for (std::size_t i = 0; i < kSlots; ++i) {
        if (bucket.tags[i] != kFree) take(bucket.slots[i]);
      }
    }
  }

 private:
  static constexpr std::size_t kSlots = 12;
  static constexpr std::size_t kUsual = 6;  ///< Maximal average number of slots in a bucket.
  static constexpr std::size_t kFirstSize = 8;
  static constexpr char kFree = 0;
  struct alignas(64) Bucket {
    std::array<char, kSlots> tags{};  ///< Part of the hash; kFree if the place is empty.
    std::uint32_t passed = 0;         ///< Keys stored in later buckets because this one was full.
    std::array<std::uint32_t, kSlots> slots{};

    /// A bit mask of the slots with this tag.
    [[nodiscard]] std::uint64_t where(char tag) const noexcept {
      static_assert(sizeof tags + sizeof passed == Bytes16::kSize);
      const auto* const first = static_cast<const char*>(static_cast<const void*>(this));
      return (Bytes16::load(first) == Bytes16::all(tag)).mask() & ((1U << kSlots) - 1);
    }
  };
  /// Bits of the hash that home() does not use; never kFree.
  static char tag_of(std::uint64_t hash) noexcept { return static_cast<char>((hash >> 56U) | 1U); }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    return (at + 1) & (buckets_.size() - 1);
  }
  [[nodiscard]] std::size_t home(std::uint64_t hash) const noexcept {
    return hash & (buckets_.size() - 1);
  }
  /// find() through several buckets.
  [[gnu::noinline]] std::uint32_t find_in_all(const Key& key, std::uint64_t hash) const {
    for (std::size_t at = home(hash);; at = next(at)) {
      const Bucket& bucket = buckets_[at];
      for (std::uint64_t same = bucket.where(tag_of(hash)); same != 0; same &= same - 1) {
        const std::uint32_t slot = bucket.slots[static_cast<std::size_t>(std::countr_zero(same))];
        if ((*pool_)[slot].map_key() == key) return slot;
      }
      if (bucket.passed == 0) return kNoSlot;
    }
  }
  void put(std::uint64_t hash, std::uint32_t slot) {
    std::size_t at = home(hash);
    for (; buckets_[at].where(kFree) == 0; at = next(at)) ++buckets_[at].passed;
    Bucket& bucket = buckets_[at];
    const auto index = static_cast<std::size_t>(std::countr_zero(bucket.where(kFree)));
    bucket.tags[index] = tag_of(hash);
    bucket.slots[index] = slot;
  }
  void grow() {
    const std::vector<Bucket> old = std::move(buckets_);
    buckets_.assign(2 * old.size(), Bucket());
    for (const Bucket& bucket : old) {
      for (std::size_t i = 0; i < kSlots; ++i) {
        const std::uint32_t slot = bucket.slots[i];
        if (bucket.tags[i] != kFree) put((*pool_)[slot].map_key().hash(), slot);
      }
    }
  }

  const Pool<T>* pool_;
  std::vector<Bucket> buckets_ = std::vector<Bucket>(kFirstSize);  ///< A power of two.
  std::size_t count_ = 0;
};

}  // namespace smtptally
