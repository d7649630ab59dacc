#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smtptally {

/// The size of the word at the front: up to the first blank, or the end.
[[nodiscard]] std::size_t word_size(std::string_view text) noexcept;

/// The blanks of a text, found at once.
///
/// PERF: where a word ends the next one begins, so that searching blank by blank waits for each
/// search. This takes a shift and a count of zeros for a word.
class WordEnds {
 public:
  /// The text must outlive it.
  explicit WordEnds(std::string_view text) noexcept;

  /// word_size() of a rest of the text, which may be the whole.
  [[nodiscard]] std::size_t size_of(std::string_view rest) const noexcept {
    const std::size_t at = size_ - rest.size();
    if (at < kCovered) {
      const std::size_t bit = at % kWordBlock;
      const std::uint64_t ends = (blanks_[at / kWordBlock] >> bit) |
                                 ((blanks_[at / kWordBlock + 1] << 1U) << (kWordBlock - 1 - bit));
      if (ends != 0) return static_cast<std::size_t>(std::countr_zero(ends));
    }
    return word_size(rest);
  }

 private:
  static constexpr std::size_t kWordBlock = 64;
  static constexpr std::size_t kBlocks = 5;  ///< Most lines are shorter.
  static constexpr std::size_t kCovered = kWordBlock * kBlocks;

  std::size_t size_;
  /// A bit for each character of the blocks: a blank, or the end of the text. The last one is
  /// empty.
  std::array<std::uint64_t, kBlocks + 1> blanks_{};
};

}  // namespace smtptally
