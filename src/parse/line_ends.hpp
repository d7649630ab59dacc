#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/bytes16.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// Finds the newlines of a text some thousand bytes ahead.
///
/// PERF: lines are short and of all lengths, so a search for each newline ends after a different
/// number of steps, and the branch is mispredicted. Here 64 bytes cost the same whatever they
/// contain, unless they contain several newlines (callgrind's model: 0.1 mispredictions per line,
/// 1.7 with memchr).
class LineEnds {
 public:
  static constexpr std::size_t kNone = std::string_view::npos;

  // PERF: ends_ is not initialised; clearing it costs 16 KiB of writes per buffer.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
  explicit LineEnds(PaddedText text) noexcept : text_(text) {}

  /// The position of the first newline at or behind `from` that was not yet returned; kNone if
  /// there is none. Requires that `from` never decreases.
  std::size_t next(std::size_t from) noexcept {
    if (find(from) == 0) return kNone;
    return begin_ + ends_[next_++];
  }
  /// The first step of next(): finds newlines and returns how many are known; 0 only if there is
  /// none.
  std::size_t find(std::size_t from) noexcept {
    while (true) {
      while (next_ < count_ && begin_ + ends_[next_] < from) ++next_;
      if (next_ < count_) return count_ - next_;
      if (end_ >= text_.size()) return 0;
      look_ahead(from);
    }
  }
  /// The second step: the position of a known newline. The third step drops the first ones.
  [[nodiscard]] std::size_t known(std::size_t number) const noexcept {
    return begin_ + ends_[next_ + number];
  }
  void drop(std::size_t count) noexcept { next_ += count; }

 private:
  static constexpr std::size_t kBlock = 64;
  static_assert(kBlock <= kTextPadding);
  static constexpr std::size_t kAhead = 64 * kBlock;

  void look_ahead(std::size_t from) noexcept {
    begin_ = std::max(end_, from - std::min(from, from % kBlock));
    end_ = std::min(begin_ + kAhead, text_.size());
    next_ = 0;
    std::size_t count = 0;
    std::size_t at = begin_;
    for (; at + kBlock <= end_; at += kBlock) count = write(newlines(at), at - begin_, count);
    if (at < end_) {
      const std::uint64_t inside = (std::uint64_t{1} << (end_ - at)) - 1;
      count = write(newlines(at) & inside, at - begin_, count);
    }
    count_ = count;
  }

  [[nodiscard]] std::uint64_t newlines(std::size_t at) const noexcept {
    return bytes_where<kBlock>(text_.data() + at,
                               [](Bytes16 b) { return b == Bytes16::all('\n'); });
  }

  /// Appends positions behind the first `count` and returns the new count. The first position is
  /// always written, even without a newline; the next one then overwrites it.
  std::size_t write(std::uint64_t newlines, std::size_t at, std::size_t count) noexcept {
    const auto write_one = [&] {
      constexpr std::uint64_t kLast = std::uint64_t{1} << (kBlock - 1);  // Zero would need a test.
      ends_[count] = static_cast<std::uint32_t>(at) +
                     static_cast<std::uint32_t>(std::countr_zero(newlines | kLast));
      count += newlines != 0 ? 1 : 0;
      newlines &= newlines - 1;
    };
    write_one();
    while (newlines != 0) write_one();
    return count;
  }

  PaddedText text_;
  std::size_t begin_ = 0;  ///< The bytes from here to end_ were searched.
  std::size_t end_ = 0;
  std::size_t next_ = 0;  ///< Index into ends_.
  std::size_t count_ = 0;
  std::array<std::uint32_t, kAhead + 1> ends_;  ///< Offsets from begin_; the first count_ are set.
};

}  // namespace smtptally
