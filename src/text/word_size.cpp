#include "text/word_size.hpp"

#include <algorithm>

#include "text/bytes16.hpp"
#include "text/same_text.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kWordBlock = 64;

/// Which of the characters are blanks. Requires that they are readable.
std::uint64_t blanks_of_block(const char* at) noexcept {
  return bytes_where<kWordBlock>(at, [](Bytes16 b) { return b == Bytes16::all(' '); });
}

}  // namespace

std::size_t word_size(std::string_view text) noexcept {
  // PERF: most words are too short for a call of memchr.
  if (text.size() >= kWordBlock) {
    const std::uint64_t blanks = blanks_of_block(text.data());
    if (blanks != 0) return static_cast<std::size_t>(std::countr_zero(blanks));
  }
  return std::min(text.find(' '), text.size());
}

WordEnds::WordEnds(std::string_view text) noexcept : size_(text.size()) {
  const std::size_t covered = std::min(size_, kCovered);
  std::size_t block = 0;
  for (; (block + 1) * kWordBlock <= covered; ++block) {
    blanks_[block] = blanks_of_block(text.data() + block * kWordBlock);
  }
  if (size_ >= kCovered) return;
  const std::size_t rest = size_ % kWordBlock;
  if (size_ < kWordBlock) {
    blanks_[0] = blanks_of_block(PaddedCopy<kWordBlock>(text).data());
  } else if (rest > 0) {
    blanks_[block] = blanks_of_block(text.data() + size_ - kWordBlock) >> (kWordBlock - rest);
  }
  blanks_[block] |= std::uint64_t{1} << rest;
}

}  // namespace smtptally
