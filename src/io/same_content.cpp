// Compares the decompressed contents of files.

#include "io/same_content.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "io/read_fully.hpp"

namespace smtptally {
namespace {

bool heads_agree(const InputFile& first, const InputFile& second) {
  const std::size_t size = std::min(first.head.size(), second.head.size());
  return size != 0 && std::memcmp(first.head.data(), second.head.data(), size) == 0;
}

}  // namespace

ContentRelation compare_content(InputFile& first, InputFile& second) {
  using enum ContentRelation;
  if (!heads_agree(first, second)) return different;
  Result<std::unique_ptr<ByteSource>> a = open_again(first);
  Result<std::unique_ptr<ByteSource>> b = open_again(second);
  if (!a || !b) return different;
  constexpr std::size_t kChunk = std::size_t{256} * 1024;
  std::vector<char> left(kChunk);
  std::vector<char> right(kChunk);
  std::optional<Error> error;
  while (true) {
    const std::size_t got_left = read_fully(*a.value(), left, error);
    const std::size_t got_right = read_fully(*b.value(), right, error);
    // The content behind the damage is unknown.
    if (error) return different;
    const std::size_t common = std::min(got_left, got_right);
    if (std::memcmp(left.data(), right.data(), common) != 0) return different;
    if (got_left != got_right) return got_left < got_right ? first_is_prefix : second_is_prefix;
    if (got_left < kChunk) return same;
  }
}

}  // namespace smtptally
