// Where words end: the same by each way to find it.

#include "text/word_size.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("word size: up to the first blank") {
  CHECK(word_size("") == 0);
  CHECK(word_size(" a") == 0);
  CHECK(word_size("a b") == 1);
  CHECK(word_size("a\tb") == 3);
  // Around the sizes that are looked at together.
  for (std::size_t size = 50; size < 140; ++size) {
    const std::string word(size, 'x');
    CHECK(word_size(word) == size);
    CHECK(word_size(word + " x") == size);
    CHECK(word_size(word + ' ' + word) == size);
  }
}

TEST_CASE("word ends: those of every rest of a text") {
  for (std::size_t size = 0; size < 700; size += size < 400 ? 1 : 37) {
    for (const std::size_t words : {1U, 7U, 63U, 64U, 65U, 130U}) {
      std::string text(size, 'x');
      for (std::size_t i = words; i < size; i += words + 1) text[i] = ' ';
      const WordEnds ends(text);
      bool same = true;
      for (std::size_t at = 0; at <= size; ++at) {
        const std::string_view rest = std::string_view(text).substr(at);
        same = same && ends.size_of(rest) == std::min(rest.find(' '), rest.size());
      }
      INFO("size " << size << ", words of " << words);
      CHECK(same);
    }
  }
}
