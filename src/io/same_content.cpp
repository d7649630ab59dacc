#include "io/same_content.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace smtptally {
namespace {

/// Fills `buffer` unless the source ends or fails before.
std::size_t read_fully(ByteSource& source, std::vector<char>& buffer, bool& failed) {
  std::size_t have = 0;
  while (have < buffer.size()) {
    const Result<std::size_t> got = source.read({buffer.data() + have, buffer.size() - have});
    failed = failed || !got;
    if (!got || got.value() == 0) break;
    have += got.value();
  }
  return have;
}

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
  bool failed = false;
  while (true) {
    const std::size_t got_left = read_fully(*a.value(), left, failed);
    const std::size_t got_right = read_fully(*b.value(), right, failed);
    // What a damaged file would have held is not known.
    if (failed) return different;
    const std::size_t common = std::min(got_left, got_right);
    if (std::memcmp(left.data(), right.data(), common) != 0) return different;
    if (got_left != got_right) return got_left < got_right ? first_is_prefix : second_is_prefix;
    if (got_left < kChunk) return same;
  }
}

}  // namespace smtptally
