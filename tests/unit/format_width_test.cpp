#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "text/escape.hpp"
#include "text/width.hpp"

namespace {

using namespace smtptally;

std::string elided(std::string text, std::size_t limit) {
  elide_middle(text, limit);
  return text;
}

TEST_CASE("width: counts terminal columns, not bytes") {
  struct Case {
    const char* what;
    std::string input;
    std::size_t expected;
  };
  const std::vector<Case> cases{
      {"empty", "", 0},
      {"ASCII", "bob@example.org", 15},
      {"Latin", "jürgen", 6},
      {"combining mark", "ju\u0308rgen", 6},
      {"Chinese", "郵件", 4},
      {"Hangul syllables", "한국", 4},
      {"conjoining Hangul", "\u1112\u1161\u11ab", 2},
      {"full-width letter", "Ａ", 2},
      {"half-width katakana", "ｱ", 1},
      {"emoji", "😀", 2},
      {"rare ideograph", "\U00020000", 2},
      {"Thai with vowel above", "กิ", 1},
      {"Greek, Cyrillic", "αд", 2},
      {"ellipsis", "…", 1},
      {"the first and last wide ones of a range", "\u1100\uFF60\uFFE6", 6},
      {"neighbours of a range", "\u303F\uFF61", 2},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(display_width(c.input) == c.expected);
  }
}

TEST_CASE("width: a long text loses its middle") {
  struct Case {
    const char* what;
    std::string input;
    std::size_t limit;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"fits", "abcdef", 6, "abcdef"},
      {"even room", "abcdefgh", 7, "abc…fgh"},
      {"odd room", "abcdefgh", 6, "abc…gh"},
      {"hardly anything", "abcdefgh", 2, "a…"},
      {"nothing", "abcdefgh", 1, "…"},
      {"wide characters are not cut", "日本語日本語", 6, "日…語"},
      {"a wide one that does not fit is left out", "日本語日本語", 5, "日…語"},
      {"marks stay with their letters", "a\u0308bcdefgh\u0308", 4, "a\u0308b…h\u0308"},
      {"marks of dropped letters go", "abcde\u0308f", 4, "ab…f"},
      {"address keeps name and domain", "a-very-long-name@mail.example.org", 20,
       "a-very-lon…ample.org"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(elided(c.input, c.limit) == c.expected);
  }
}

TEST_CASE("width: what is elided fits, is UTF-8, and keeps both ends") {
  const std::vector<std::string> pieces{"a", "é", "日", "😀", "e\u0301", "\u0301", "x", "Ａ"};
  std::mt19937 random(5);
  std::uniform_int_distribution<std::size_t> length(0, 30);
  std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (std::size_t k = length(random); k > 0; --k) text += pieces[pick(random)];
    const std::size_t limit = 1 + length(random);
    const std::string shown = elided(text, limit);
    INFO(text << " -> " << shown);
    if (display_width(text) <= limit) {
      CHECK(shown == text);
      continue;
    }
    CHECK(display_width(shown) <= limit);
    // At most one column is lost on each side of the ellipsis, to a wide character.
    CHECK(display_width(shown) + 2 >= limit);
    const std::size_t dots = shown.find("…");
    REQUIRE(dots != std::string::npos);
    CHECK(text.starts_with(shown.substr(0, dots)));
    CHECK(text.ends_with(shown.substr(dots + 3)));
    for (std::string_view rest = shown; !rest.empty();) {
      const CodePoint c = decode_utf8(rest);
      REQUIRE(c.valid);
      rest.remove_prefix(c.size);
    }
  }
}

}  // namespace
