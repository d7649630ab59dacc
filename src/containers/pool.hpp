#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace smtptally {

inline constexpr std::uint32_t kNoSlot = UINT32_MAX;

/// Objects in slots that are reused together with the capacity of their strings: a known kind of
/// message needs no allocation. References stay valid while others are added.
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
  /// Frees all slots. Keeps the objects.
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

}  // namespace smtptally
