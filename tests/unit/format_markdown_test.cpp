#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "format/markdown_text.hpp"
#include "format_sample.hpp"

namespace {

using namespace smtptally;

std::string markdown(std::string_view text) {
  std::string out;
  append_markdown(text, out);
  return out;
}

TEST_CASE("markdown: a head, a table, others and totals marked; hostile texts are code") {
  CHECK(sample::render(OutputFormat::markdown, sample::small()) ==
        "# smtptally test\n"
        "\n"
        "All of the input. Times in UTC. Lines read: 0, not understood: 0.\n"
        "\n"
        "| Sender | Messages | TLS 1.0 | % | Clients | First |\n"
        "| --- | ---: | ---: | ---: | ---: | --- |\n"
        "| `bob@example.org` | 3 | 1 | 33.3 | 2 | 2026-11-01T00:00:00+00:00 |\n"
        "| `=cmd,\"x\"\\x1b[31m\\u{202e}` | 0 | 0 | - | \\~123 | - |\n"
        "| `caf\\xff\\x09\\\\x1b` | 2 | 0 | 0.0 | 1 | 2026-11-01T00:00:01+00:00 |\n"
        "| *2 others* | *7* | *7* | *100.0* | *-* | *-* |\n"
        "| **Total** | **12** | **8** | **66.7** | **\\~130** | **-** |\n");
}

TEST_CASE("markdown: every section has its title, and its note below") {
  using namespace std::string_view_literals;
  Report report = sample::report({{"metric", "", ColumnKind::text}}, {{"senders"sv}});
  report.range = {sample::kNovember, sample::kNovember + kMicrosPerSecond};
  report.sections.push_back(sample::section({{"a=x|y", "x|y", ColumnKind::number}}, {}));
  report.sections.back().title = "Senders of #1";
  report.sections.back().note = "there are more; see --top";
  CHECK(sample::render(OutputFormat::markdown, report) ==
        "# smtptally test\n"
        "\n"
        "From 2026-11-01T00:00:00+00:00, before 2026-11-01T00:00:01+00:00. Times in UTC. "
        "Lines read: 0, not understood: 0.\n"
        "\n"
        "| metric |\n"
        "| --- |\n"
        "| senders |\n"
        "\n"
        "## Senders of `#1`\n"
        "\n"
        "| `x\\|y` |\n"
        "| ---: |\n"
        "\n"
        "Note: there are more; see `--top`\n");
}

TEST_CASE("markdown: words stand for themselves, all else is code") {
  struct Case {
    const char* what;
    std::string_view input;
    std::string_view expected;
  };
  const std::vector<Case> cases{
      {"nothing", "", ""},
      {"a name", "anna", "anna"},
      {"a sentence", "messages (1 of 2), or 1.5 % if re-read: it: don't.",
       "messages (1 of 2), or 1.5 % if re-read: it: don't."},
      {"a date and a time", "2026-11-01 10:06", "2026-11-01 10:06"},
      {"a setting", "set smtpd_tls_loglevel = 1 in main.cf and run it",
       "set `smtpd_tls_loglevel` = 1 in `main.cf` and run it"},
      {"an address", "anna@example.org", "`anna@example.org`"},
      {"a mention", "@anna", "`@anna`"},
      {"a team in a sentence", "see @org/team now", "see `@org/team` now"},
      {"a link", "www.example.org", "`www.example.org`"},
      {"another link", "https://example.org", "`https://example.org`"},
      {"an issue", "#1", "`#1`"},
      {"another issue", "GH-1", "`GH-1`"},
      {"an emoji", ":smile:", "`:smile:`"},
      {"mathematics", "$x$ y", "`$x$` y"},
      {"emphasis", "*a* _b_ ~~c~~ __d", "`*a* _b_ ~~c~~ __d`"},
      {"an element", "<img src=x> a", "`<img src=x>` a"},
      {"a comment", "<!-- x -->", "`<!--` x `-->`"},
      {"a reference to a character", "&lt;", "`&lt;`"},
      {"brackets", "[a](b)", "`[a](b)`"},
      {"a queue id", "4F1A2B3C01", "`4F1A2B3C01`"},
      {"a commit id of letters", "deadbee", "`deadbee`"},
      {"a short word of hexadecimal letters", "decade", "decade"},
      {"a long word with other letters", "deadbeets", "deadbeets"},
      {"a commit id of digits", "1234567", "`1234567`"},
      {"IPv4", "192.0.2.1", "`192.0.2.1`"},
      {"IPv6", "2001:db8::1", "`2001:db8::1`"},
      {"a class", "tls1_0", "`tls1_0`"},
      {"a path", "a/b.log", "`a/b.log`"},
      {"other letters", "jürgen", "`jürgen`"},
      {"two dashes", "a--b", "`a--b`"},
      {"punctuation alone", "... ) (", "`... ) (`"},
      {"a list", "+ a", "`+` a"},
      {"a pipe", "a|b", "`a\\|b`"},
      {"a backslash and a pipe", "a\\|b", "`a\\\\\\x7cb`"},
      {"two backslashes and a pipe", "a\\\\|b", "`a\\\\\\\\\\x7cb`"},
      {"a backslash at the end", "CORP\\", "`CORP\\`"},
      {"a backtick", "a`b", "``a`b``"},
      {"backticks at the ends", "`a``", "``` `a`` ```"},
      {"a backtick alone", "`", "`` ` ``"},
      {"blanks at the ends", " a ", "`  a  `"},
      {"a blank in front", " a", "` a`"},
      {"two blanks", "a  b", "`a  b`"},
      {"blanks alone", "  ", "`  `"},
      {"a newline", "a\n# b", "`a\\x0a#` b"},
      {"a terminal escape", "\x1b]0;x\x07", "`\\x1b]0;x\\x07`"},
      {"a bidirectional character", "a\u202Eb", "`a\\u{202e}b`"},
      {"no UTF-8", "a\xff", "`a\\xff`"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(markdown(c.input) == c.expected);
  }
}

// What a reader shows of cells that append_markdown() wrote: code spans end at as many backticks
// as they began with, `\|` is a pipe.
std::string shown(std::string_view cell) {
  std::string out;
  while (!cell.empty()) {
    const std::size_t run = std::min(cell.find_first_not_of('`'), cell.size());
    if (run == 0) {
      out.push_back(cell.front());
      cell.remove_prefix(1);
      continue;
    }
    const std::string_view fence = cell.substr(0, run);
    cell.remove_prefix(run);
    std::size_t end = 0;
    while (true) {
      end = cell.find(fence, end);
      REQUIRE(end != std::string_view::npos);
      const std::size_t after = std::min(cell.find_first_not_of('`', end), cell.size());
      if (after == end + run) break;
      end = after;
    }
    std::string_view code = cell.substr(0, end);
    cell.remove_prefix(end + run);
    if (code.starts_with(' ') && code.ends_with(' ') &&
        code.find_first_not_of(' ') != std::string_view::npos) {
      code = code.substr(1, code.size() - 2);
    }
    for (std::size_t i = 0; i < code.size(); ++i) {
      if (code.substr(i).starts_with("\\|")) ++i;
      out.push_back(code[i]);
    }
  }
  return out;
}

TEST_CASE("markdown: random texts are shown as they are, and different ones differ") {
  const std::vector<std::string> pieces{"a", "b@c.d", " ", "`", "|", "\\", "*", "x7c", "1", "é"};
  std::mt19937 random(5);
  std::uniform_int_distribution<std::size_t> length(1, 8);
  std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = length(random); i > 0; --i) text += pieces[pick(random)];
    std::string expected;
    // What is written otherwise: a backslash in front of a backslash or of xHH, and the pipe
    // behind.
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::string_view rest = std::string_view(text).substr(i);
      if (rest.starts_with("\\\\") || rest.starts_with("\\x7c")) expected += "\\";
      if (rest.starts_with("\\|")) {
        expected += "\\\\\\x7c";
        ++i;
      } else {
        expected.push_back(text[i]);
      }
    }
    const std::string cell = markdown(text);
    INFO(text << " as " << cell);
    CHECK(shown(cell) == expected);
    CHECK(cell.find('\n') == std::string::npos);
  }
}

TEST_CASE("markdown: no pipe of random bytes ends a cell") {
  std::mt19937 random(6);
  std::uniform_int_distribution<int> byte(0, 255);
  std::vector<std::string> cells(2000);
  for (std::string& cell : cells) {
    for (int i = byte(random) % 12; i > 0; --i) {
      const int b = byte(random);
      cell.push_back(b < 80 ? "|\\` "[b % 4] : static_cast<char>(b));
    }
  }
  const std::string text = sample::render(OutputFormat::markdown, sample::texts(cells));
  std::size_t lines = 0;
  std::size_t borders = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    lines += text[i] == '\n' ? 1U : 0U;
    borders += text[i] == '|' && text[i - 1] != '\\' ? 1U : 0U;
    REQUIRE((static_cast<unsigned char>(text[i]) >= 0x20 || text[i] == '\n'));
    // A pipe that is escaped has one backslash in front, whatever a reader makes of two.
    if (text[i] == '|' && text[i - 1] == '\\') REQUIRE(text[i - 2] != '\\');
  }
  CHECK(lines == cells.size() + 6);
  CHECK(borders == 2 * (cells.size() + 2));
}

}  // namespace
