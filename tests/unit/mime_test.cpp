#include "mail/mime.hpp"

#include <array>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "text/base64.hpp"
#include "text/mailbox.hpp"

namespace smtptally {
namespace {

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

TEST_CASE("mime: a header of ASCII is folded at blanks, another one is encoded") {
  CHECK(text_header("Subject", "old TLS") == "Subject: old TLS\n");
  CHECK(text_header("Subject", "Büro") == "Subject: =?UTF-8?B?QsO8cm8=?=\n");
  CHECK(text_header("Subject", "=?x?=") == "Subject: =?UTF-8?B?PT94Pz0=?=\n");
  CHECK(text_header("Subject", "two  blanks") == "Subject: =?UTF-8?B?dHdvICBibGFua3M=?=\n");
  std::string words;
  for (int i = 0; i < 40; ++i) words += "word" + std::to_string(i) + ' ';
  words.pop_back();
  const std::string folded = text_header("Subject", words);
  CHECK(longest_line(folded) <= 76);
  std::string unfolded = folded;
  for (std::size_t at = 0; (at = unfolded.find("\n ", at)) != std::string::npos;) {
    unfolded.erase(at, 1);
  }
  CHECK(unfolded == "Subject: " + words + "\n");
  // No character is cut in two, and no line is too long.
  const std::string long_text =
      text_header("Subject", std::string(300, 'x') + "日本語日本語日本語日本語");
  CHECK(longest_line(long_text) <= 76);
}

TEST_CASE("mime: the name of an address is quoted or encoded where it must be") {
  const auto header = [](std::string_view name) {
    return address_header("To", std::array{Mailbox{std::string(name), "a@example.org"}});
  };
  CHECK(header("") == "To: a@example.org\n");
  CHECK(header("Anna Berg") == "To: Anna Berg <a@example.org>\n");
  CHECK(header("Berg, Anna") == "To: \"Berg, Anna\" <a@example.org>\n");
  CHECK(header("say \"hi\"") == "To: \"say \\\"hi\\\"\" <a@example.org>\n");
  CHECK(header("Åsa") == "To: =?UTF-8?B?w4VzYQ==?= <a@example.org>\n");
  const std::array<Mailbox, 2> two{Mailbox{"", "a@example.org"}, Mailbox{"", "root"}};
  CHECK(address_header("To", two) == "To: a@example.org, root\n");
}

TEST_CASE("mime: a parameter beyond ASCII, or a long one, is written as RFC 2231 has it") {
  CHECK(parameter("filename", "report.csv") == ";\n filename=\"report.csv\"");
  CHECK(parameter("filename", "Büro.csv") == ";\n filename*=UTF-8''B%C3%BCro.csv");
  CHECK(parameter("filename", "a\"b") == ";\n filename*=UTF-8''a%22b");
  const std::string parts = parameter("filename", std::string(60, 'a') + ".csv");
  CHECK(parts == ";\n filename*0*=UTF-8''" + std::string(48, 'a') +
                     ";\n filename*1*=" + std::string(12, 'a') + ".csv");
}

TEST_CASE("mime: quoted-printable keeps lines short and ends what a server would change") {
  CHECK(quoted_printable("plain\n") == "plain\n");
  CHECK(quoted_printable("a=b\n") == "a=3Db\n");
  CHECK(quoted_printable("blank \n") == "blank=20\n");
  CHECK(quoted_printable(".\nFrom me\n") == "=2E\n=46rom me\n");
  CHECK(quoted_printable("ü") == "=C3=BC");
  CHECK(longest_line(quoted_printable(std::string(500, 'x') + std::string(300, '='))) <= 76);
}

TEST_CASE("mime: Base64 has lines of 76") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64(std::string_view("f\xFF").substr(0, 1)) == "Zg==");
  CHECK(base64(std::string_view("fo\xFF").substr(0, 2)) == "Zm8=");  // Whatever stands behind it.
  CHECK(base64_lines(std::string(58, 'x')) ==
        base64(std::string(57, 'x')) + "\n" + base64("x") + "\n");
}

TEST_CASE("mailbox: addresses with and without names") {
  const auto parsed = parse_mailboxes(
      "a@example.org,root , Anna Berg <anna@example.org>,\"Berg, \\\"A\\\"\" <b@example.org>");
  REQUIRE(parsed);
  CHECK(parsed.value() == std::vector<Mailbox>{{"", "a@example.org"},
                                               {"", "root"},
                                               {"Anna Berg", "anna@example.org"},
                                               {"Berg, \"A\"", "b@example.org"}});
}

TEST_CASE("mailbox: nothing that begins another header, an option or another address passes") {
  for (const std::string_view text :
       {"", "a@example.org,", "a b@example.org", "a@example.org\nBcc: x@example.org", "a@@b", "@b",
        "a@", "<>", "Anna <", "A\nB <a@example.org>", "-oQ/tmp", "-f@example.org",
        "a..b@example.org", "a@exämple.org", "\xff <a@example.org>", "a(comment)@example.org",
        "x <a@b>, <c>d>"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_mailboxes(text));
  }
}

}  // namespace
}  // namespace smtptally
