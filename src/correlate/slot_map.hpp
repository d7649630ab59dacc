#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace smtptally {

inline constexpr std::uint32_t kNoSlot = UINT32_MAX;

/// For sets of keys with a hash() of their own.
struct HashOfKey {
  template <class Key>
  std::size_t operator()(const Key& key) const noexcept {
    return key.hash();
  }
};

/// Slots that are used again, with the capacity of their strings: a known kind of message costs no
/// allocation. References stay valid while others are added.
template <class T>
class Pool {
 public:
  [[nodiscard]] std::uint32_t take() {
    if (!free_.empty()) {
      const std::uint32_t slot = free_.back();
      free_.pop_back();
      return slot;
    }
    if (size_ == chunks_.size() * kChunk) {
      chunks_.push_back(std::make_unique<std::array<T, kChunk>>());
    }
    return size_++;
  }
  void give_back(std::uint32_t slot) { free_.push_back(slot); }
  /// Takes all of them back. Keeps them.
  void clear() noexcept {
    free_.clear();
    size_ = 0;
  }
  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::uint32_t slot) {
    return (*chunks_[slot / kChunk])[slot % kChunk];
  }
  [[nodiscard]] const T& operator[](std::uint32_t slot) const {
    return (*chunks_[slot / kChunk])[slot % kChunk];
  }

 private:
  static constexpr std::uint32_t kChunk = 64;

  std::vector<std::unique_ptr<std::array<T, kChunk>>> chunks_;
  std::vector<std::uint32_t> free_;
  std::uint32_t size_ = 0;
};

/// Slots of a Pool by the keys of what is in them: T::map_key(), a type with a hash() of 64 bits.
/// What is in the map keeps its key.
///
/// PERF: eight bytes an entry. A map that holds the keys, too, takes 48, and what is in flight on a
/// busy server falls out of the cache: 5 % of a run.
template <class T>
class SlotMap {
 public:
  using Key = decltype(std::declval<const T&>().map_key());

  /// Borrows the pool for its lifetime.
  explicit SlotMap(const Pool<T>& pool) : pool_(&pool) {}

  /// kNoSlot if there is none.
  [[nodiscard]] std::uint32_t find(const Key& key) const { return entries_[place(key)].slot; }
  /// Requires that what is in the slot has this key already.
  void set(const Key& key, std::uint32_t slot) {
    const std::size_t share = entries_.size() < kSparseSize ? 8 : 2;
    if (share * (count_ + 1) > entries_.size()) grow();
    Entry& entry = entries_[place(key)];
    if (entry.slot == kNoSlot) ++count_;
    entry = {tag_of(key.hash()), slot};
  }
  /// Unless the key has another slot by now.
  void erase(const Key& key, std::uint32_t slot) {
    const std::size_t at = place(key);
    if (entries_[at].slot == slot) remove(at);
  }
  /// Keeps its capacity.
  void clear() noexcept {
    std::fill(entries_.begin(), entries_.end(), Entry());
    count_ = 0;
  }
  /// Calls `take` for every slot, in no order.
  template <class Take>
  void for_each(const Take& take) const {
    for (const Entry& entry : entries_) {
      if (entry.slot != kNoSlot) take(entry.slot);
    }
  }

 private:
  struct Entry {
    std::uint32_t tag = 0;  ///< A part of the hash.
    std::uint32_t slot = kNoSlot;
  };
  static constexpr std::size_t kFirstSize = 64;
  /// PERF: up to here at most an eighth is in use, so that the first look finds most keys, or that
  /// there is none. With a half, the processor foresaw the number of looks badly (4 % of a run).
  static constexpr std::size_t kSparseSize = std::size_t{1} << 15;

  static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash >> 32U);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    return (at + 1) & (entries_.size() - 1);
  }
  [[nodiscard]] std::size_t home(std::uint64_t hash) const noexcept {
    return hash & (entries_.size() - 1);
  }
  /// Where the key is, or would be.
  [[nodiscard]] std::size_t place(const Key& key) const {
    const std::uint64_t hash = key.hash();
    std::size_t at = home(hash);
    while (entries_[at].slot != kNoSlot &&
           !(entries_[at].tag == tag_of(hash) && (*pool_)[entries_[at].slot].map_key() == key)) {
      at = next(at);
    }
    return at;
  }
  /// Moves entries that were pushed behind this one forward, so that no gap hides them.
  void remove(std::size_t gap) {
    --count_;
    for (std::size_t at = next(gap); entries_[at].slot != kNoSlot; at = next(at)) {
      const std::size_t wanted = home((*pool_)[entries_[at].slot].map_key().hash());
      const std::size_t mask = entries_.size() - 1;
      if (((at - wanted) & mask) < ((at - gap) & mask)) continue;  // Its home is behind the gap.
      entries_[gap] = entries_[at];
      gap = at;
    }
    entries_[gap] = Entry();
  }
  void grow() {
    const std::vector<Entry> old = std::move(entries_);
    entries_.assign(2 * old.size(), Entry());
    for (const Entry& entry : old) {
      if (entry.slot == kNoSlot) continue;
      std::size_t at = home((*pool_)[entry.slot].map_key().hash());
      while (entries_[at].slot != kNoSlot) at = next(at);
      entries_[at] = entry;
    }
  }

  const Pool<T>* pool_;
  std::vector<Entry> entries_ = std::vector<Entry>(kFirstSize);  ///< A power of two of them.
  std::size_t count_ = 0;
};

}  // namespace smtptally
