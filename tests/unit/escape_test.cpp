#include "text/escape.hpp"

#include <random>
#include <string>
#include <vector>

#include "catch.hpp"

namespace {

using namespace smtptally;

std::string visible(std::string_view text) {
  std::string out;
  append_visible(text, out);
  return out;
}

std::string repaired(std::string_view text) {
  std::string out;
  append_repaired(text, out);
  return out;
}

std::string json(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string encode_utf8(char32_t c) {
  std::string out;
  const auto push = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xC0 | (c >> 6));
    push(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    push(0xE0 | (c >> 12));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  } else {
    push(0xF0 | (c >> 18));
    push(0x80 | ((c >> 12) & 0x3F));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  }
  return out;
}

bool is_hex(std::string_view text, std::size_t at, std::size_t count) {
  return text.size() >= at + count &&
         text.substr(at, count).find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

// The rule of append_visible() read backwards: what a person does who wants the bytes.
std::string read_back(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\\\\")) {
      out.push_back('\\');
      i += 2;
    } else if (rest.starts_with("\\x") && is_hex(rest, 2, 2)) {
      out.push_back(static_cast<char>(std::stoul(std::string(rest.substr(2, 2)), nullptr, 16)));
      i += 4;
    } else if (rest.starts_with("\\u{")) {
      const std::size_t end = rest.find('}');
      REQUIRE(end != std::string_view::npos);
      out += encode_utf8(
          static_cast<char32_t>(std::stoul(std::string(rest.substr(3, end - 3)), nullptr, 16)));
      i += end + 1;
    } else {
      out.push_back(rest.front());
      ++i;
    }
  }
  return out;
}

// Short texts out of pieces that could confuse the rule.
std::string random_text(std::mt19937& random) {
  const std::vector<std::string> pieces{"\\",
                                        "x",
                                        "1",
                                        "b",
                                        "u",
                                        "{",
                                        "}",
                                        "u{202e}",
                                        "x1b",
                                        "\"",
                                        "a",
                                        "\x1b",
                                        "\n",
                                        "\t",
                                        "\r",
                                        "\x80",
                                        "\xff",
                                        "\xc3",
                                        "é",
                                        "\x7f",
                                        "\xc2\x85",
                                        "日",
                                        "\u202e",
                                        "\u200b",
                                        "\xed",
                                        "\xa0",
                                        "\xf0\x9f",
                                        "😀",
                                        "\xe2",
                                        "\xef\xbf",
                                        "\xbf",
                                        "\U000E0041",
                                        "\xef\xbb\xbf",
                                        std::string(1, '\0')};
  std::uniform_int_distribution<std::size_t> length(0, 9);
  std::uniform_int_distribution<std::size_t> piece(0, pieces.size() - 1);
  std::string text;
  for (std::size_t i = length(random); i > 0; --i) text += pieces[piece(random)];
  return text;
}

bool is_clean_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    if (!c.valid || is_control(c.value)) return false;
    text.remove_prefix(c.size);
  }
  return true;
}

TEST_CASE("escape: UTF-8 is decoded strictly") {
  struct Case {
    const char* what;
    std::string input;
    CodePoint expected;
  };
  const std::vector<Case> cases{
      {"ASCII", "a", {U'a', 1, true}},
      {"NUL", std::string(1, '\0'), {0, 1, true}},
      {"two bytes", "é", {0xE9, 2, true}},
      {"three bytes", "€x", {0x20AC, 3, true}},
      {"four bytes", "😀", {0x1F600, 4, true}},
      {"the last code point", "\xf4\x8f\xbf\xbf", {0x10FFFF, 4, true}},
      {"above the last code point", "\xf4\x90\x80\x80", {0xF4, 1, false}},
      {"overlong slash in two bytes", "\xc0\xaf", {0xC0, 1, false}},
      {"overlong slash in three bytes", "\xe0\x80\xaf", {0xE0, 1, false}},
      {"overlong in four bytes", "\xf0\x80\x80\xaf", {0xF0, 1, false}},
      {"surrogate", "\xed\xa0\x80", {0xED, 1, false}},
      {"cut in the middle", "\xe2\x82", {0xE2, 1, false}},
      {"continuation alone", "\x80", {0x80, 1, false}},
      {"lead byte before ASCII", "\xc3(", {0xC3, 1, false}},
      {"byte that UTF-8 never has", "\xff", {0xFF, 1, false}},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(decode_utf8(c.input) == c.expected);
  }
}

TEST_CASE("escape: a visible text shows what is hidden and leaves the rest alone") {
  struct Case {
    const char* what;
    std::string input;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"plain address", "bob@example.org", "bob@example.org"},
      {"empty", "", ""},
      {"letters of any script", "jürgen@例え.jp", "jürgen@例え.jp"},
      {"Windows domain", "CORP\\bob", "CORP\\bob"},
      {"backslash at the end", "bob\\", "bob\\"},
      {"terminal escape", "a\x1b[31m", "a\\x1b[31m"},
      {"text that looks like an escape", "a\\x1b[31m", "a\\\\x1b[31m"},
      {"x without two digits", "CORP\\xaver", "CORP\\xaver"},
      {"u without brace", "CORP\\ulf", "CORP\\ulf"},
      {"text that looks like a code point", "\\u{202e}", "\\\\u{202e}"},
      {"backslash before a control", "\\\n", "\\\\\\x0a"},
      {"two backslashes", "\\\\host", "\\\\\\host"},
      {"NUL", std::string("a\0b", 3), "a\\x00b"},
      {"tab, CR and DEL", "\t\r\x7f", "\\x09\\x0d\\x7f"},
      {"C1 control sequence introducer", "\xc2\x9b", "\\u{9b}"},
      {"the same byte alone is no UTF-8", "\x9b", "\\x9b"},
      {"right-to-left override", "a\u202Egpj.exe", "a\\u{202e}gpj.exe"},
      {"isolates", "\u2066\u2069", "\\u{2066}\\u{2069}"},
      {"Arabic letter mark", "\u061C", "\\u{61c}"},
      {"line separator", "\u2028", "\\u{2028}"},
      {"byte order mark", "\uFEFF", "\\u{feff}"},
      {"zero-width space", "bo\u200Bb", "bo\\u{200b}b"},
      {"soft hyphen", "bo\u00ADb", "bo\\u{ad}b"},
      {"tag characters", "\U000E0041", "\\u{e0041}"},
      {"noncharacters", "\uFFFE\U0010FFFF", "\\u{fffe}\\u{10ffff}"},
      {"cut UTF-8", "caf\xc3", "caf\\xc3"},
      {"blank", " a  b ", " a  b "},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(visible(c.input) == c.expected);
    CHECK(read_back(visible(c.input)) == c.input);
  }
}

TEST_CASE("escape: a repaired text is printable UTF-8 and keeps its data") {
  struct Case {
    const char* what;
    std::string input;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"tab and newline stay", "a\tb\nc", "a\tb\nc"},
      {"backslash stays", "\\x1b\\\\", "\\x1b\\\\"},
      {"terminal escape, NUL, CR, DEL", std::string("\x1b\0\r\x7f", 4), "\\x1b\\x00\\x0d\\x7f"},
      {"C1", "\xc2\x85", "\\u{85}"},
      {"bidirectional controls are data", "\u202Ea", "\u202Ea"},
      {"each bad byte is one replacement", "\xff\xed\xa0\x80z", "\uFFFD\uFFFD\uFFFD\uFFFDz"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(repaired(c.input) == c.expected);
  }
}

TEST_CASE("escape: a JSON string has no raw control or deceptive character") {
  struct Case {
    const char* what;
    std::string input;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"plain", "bob@example.org", R"("bob@example.org")"},
      {"quote and backslash", "\"\\", R"("\"\\")"},
      {"C0, DEL and C1", "\x1b\n\x7f\xc2\x9b", R"("\u001b\u000a\u007f\u009b")"},
      {"override", "\u202E", R"("\u202e")"},
      {"surrogate pair", "\U000E0041", R"("\udb40\udc41")"},
      {"visible letters stay", "é日😀", "\"é日😀\""},
      {"bad byte", "a\xff", "\"a\uFFFD\""},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(json(c.input) == c.expected);
  }
}

TEST_CASE("escape: different texts look different and every output is clean UTF-8") {
  std::mt19937 random(20261101);
  for (int i = 0; i < 20000; ++i) {
    const std::string text = random_text(random);
    const std::string shown = visible(text);
    INFO(shown);
    CHECK(is_clean_utf8(shown));
    CHECK(read_back(shown) == text);
    CHECK(is_clean_utf8(json(text)));
    std::string machine = repaired(text);
    std::erase_if(machine, [](char c) { return c == '\t' || c == '\n'; });
    CHECK(is_clean_utf8(machine));
  }
}

}  // namespace
