#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "containers/slot_map.hpp"

namespace smtptally {

/// A list of slots of a Pool, unordered. Each object stores its position in the list (T::place), so
/// it can be in one list of its kind only, and its removal takes constant time, even with all
/// sessions of a busy hour.
class SlotList {
 public:
  template <class T>
  void add(Pool<T>& pool, std::uint32_t slot) {
    pool[slot].place = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back(slot);
  }
  /// Requires that the slot is in the list.
  template <class T>
  void remove(Pool<T>& pool, std::uint32_t slot) {
    const std::uint32_t place = pool[slot].place;
    assert(place < slots_.size() && slots_[place] == slot);
    const std::uint32_t last = slots_.back();
    slots_[place] = last;
    pool[last].place = place;
    slots_.pop_back();
  }
  /// Renumbers the slots, whose objects were moved together with their T::place, by `moved`.
  template <class Moved>
  void renumber(const Moved& moved) {
    for (std::uint32_t& slot : slots_) slot = moved(slot);
  }
  void clear() noexcept { slots_.clear(); }

  [[nodiscard]] bool empty() const noexcept { return slots_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return slots_.size(); }
  [[nodiscard]] std::uint32_t back() const { return slots_.back(); }
  /// Valid until the list changes.
  [[nodiscard]] const std::vector<std::uint32_t>& slots() const noexcept { return slots_; }

 private:
  std::vector<std::uint32_t> slots_;
};

}  // namespace smtptally
