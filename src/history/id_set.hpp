#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace smtptally {

/// Some of the ids 0 to `last` of a table. Numbers them in their order.
///
/// PERF: a bit and a half for each id of the table. A hash map of the ways of a busy server took
/// half the time of reading a history.
class IdSet {
 public:
  explicit IdSet(std::int64_t last) : words_(static_cast<std::size_t>(last) / kBits + 1) {}

  /// Requires an id up to the last; throws std::out_of_range for others.
  void insert(std::int64_t id) { words_.at(word_of(id)).bits |= bit_of(id); }
  [[nodiscard]] bool contains(std::int64_t id) const {
    return (words_.at(word_of(id)).bits & bit_of(id)) != 0;
  }
  /// Call it after the last insert() and before place() and size().
  void number() noexcept {
    size_ = 0;
    for (Word& word : words_) {
      word.before = static_cast<std::uint32_t>(size_);
      size_ += static_cast<std::size_t>(std::popcount(word.bits));
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// How many smaller ids there are. Requires an id of the set.
  [[nodiscard]] std::size_t place(std::int64_t id) const {
    const Word& word = words_.at(word_of(id));
    const std::uint64_t smaller = word.bits & (bit_of(id) - 1);
    return word.before + static_cast<std::size_t>(std::popcount(smaller));
  }
  /// Of the whole table.
  [[nodiscard]] std::size_t ids() const noexcept { return words_.size() * kBits; }
  /// In their order.
  template <class Take>
  void each(const Take& take) const {
    for (std::size_t word = 0; word < words_.size(); ++word) {
      for (std::uint64_t left = words_[word].bits; left != 0; left &= left - 1) {
        take(static_cast<std::int64_t>(word * kBits) + std::countr_zero(left));
      }
    }
  }

 private:
  static constexpr std::size_t kBits = 64;
  struct Word {
    std::uint64_t bits = 0;
    std::uint32_t before = 0;  ///< Ids in the words before.
  };
  static std::size_t word_of(std::int64_t id) noexcept {
    return static_cast<std::size_t>(id) / kBits;
  }
  static std::uint64_t bit_of(std::int64_t id) noexcept {
    return std::uint64_t{1} << (static_cast<std::size_t>(id) % kBits);
  }

  std::vector<Word> words_;
  std::size_t size_ = 0;
};

}  // namespace smtptally
