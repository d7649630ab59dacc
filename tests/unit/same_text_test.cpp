#include "text/same_text.hpp"

#include <string>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("same text: every byte counts, at every length") {
  for (std::size_t size = 0; size <= 40; ++size) {
    INFO(size);
    const std::string text(size, 'a');
    CHECK(same_text(text, std::string(size, 'a')));
    CHECK_FALSE(same_text(text, text + 'a'));
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'b';
      CHECK_FALSE(same_text(text, other));
    }
  }
}

TEST_CASE("same text: bytes behind it do not count") {
  CHECK(same_text(std::string_view("abcX").substr(0, 3), std::string_view("abcY").substr(0, 3)));
}

TEST_CASE("same bytes: every byte counts, at every length, and none behind") {
  constexpr std::size_t kBytes = 64;
  for (std::size_t size = 0; size < kBytes; ++size) {
    INFO(size);
    const std::string text(kBytes, 'a');
    for (std::size_t at = 0; at < kBytes; ++at) {
      std::string other = text;
      other[at] = 'b';
      CHECK(same_bytes(text.data(), other.data(), size) == (at >= size));
    }
  }
}
