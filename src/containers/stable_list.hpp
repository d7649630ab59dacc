#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace smtptally {

/// A list that grows at its end. Its values never move, not even when another list is appended; the
/// values of that other list may move.
template <class T>
class StableList {
 public:
  void push_back(T&& value) { last_chunk().push_back(std::move(value)); }
  void push_back(const T& value) { last_chunk().push_back(value); }
  /// `next` is empty afterwards.
  void append(StableList& next) {
    for (std::vector<T>& chunk : next.chunks_) {
      if (chunk.size() < kFew) {
        // Thousands of small logs would each add a nearly empty chunk.
        for (T& value : chunk) push_back(std::move(value));
      } else {
        size_ += chunk.size();
        chunks_.push_back(std::move(chunk));
      }
    }
    next.clear();
  }
  void clear() noexcept {
    chunks_.clear();
    size_ = 0;
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  template <class Visit>
  void for_each(const Visit& visit) {
    for (std::vector<T>& chunk : chunks_) {
      for (T& value : chunk) visit(value);
    }
  }
  template <class Visit>
  void for_each(const Visit& visit) const {
    for (const std::vector<T>& chunk : chunks_) {
      for (const T& value : chunk) visit(value);
    }
  }
  /// Remaining values move.
  template <class Is>
  void erase_if(const Is& is) {
    StableList kept;
    for_each([&](T& value) {
      if (!is(value)) kept.push_back(std::move(value));
    });
    *this = std::move(kept);
  }

 private:
  static constexpr std::size_t kChunk = 64;
  static constexpr std::size_t kFew = kChunk / 2;

  /// The last chunk, with room for one more value, which is counted.
  std::vector<T>& last_chunk() {
    if (chunks_.empty() || chunks_.back().size() == chunks_.back().capacity()) {
      chunks_.emplace_back().reserve(kChunk);
    }
    ++size_;
    return chunks_.back();
  }

  std::vector<std::vector<T>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace smtptally
