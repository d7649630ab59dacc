// Lines of several logs in one order, and which of them are the same.

#include "reading/line_order.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "parse/cursor.hpp"
#include "reading/line_copies.hpp"
#include "reading/lines_ahead.hpp"

using namespace smtptally;

namespace {

/// Lines "a0 b1 c1": their names, each with its second. A capital letter is behind a later line.
std::vector<LineOrder::Line> lines_of(const std::string& text, std::uint32_t log) {
  std::vector<LineOrder::Line> lines;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const char name = text[at];
    const bool late = name >= 'A' && name <= 'Z';
    lines.push_back({.hash = static_cast<std::uint64_t>(late ? name - 'A' + 'a' : name),
                     .second = text[at + 1] - '0',
                     .has_place = !late,
                     .log = log,
                     .index = static_cast<std::uint32_t>(at / 3)});
  }
  return lines;
}

/// The names in the order of the logs, or "others" for a log that was not added.
std::string order_of(const std::vector<std::string>& logs) {
  LineOrder order;
  std::string text;
  for (std::uint32_t i = 0; i < logs.size(); ++i) {
    if (!order.add(lines_of(logs[i], i))) text += "others ";
  }
  for (const LineOrder::Line& line : order.lines()) {
    text += logs[line.log][std::size_t{line.index} * 3];
  }
  return text;
}

}  // namespace

TEST_CASE("line order: lines of several logs") {
  struct Case {
    const char* what;
    std::vector<std::string> logs;
    std::string order;
  };
  const std::vector<Case> cases{
      {"nothing", {}, ""},
      {"one log", {"a0 b0 c1"}, "abc"},
      {"none of one", {"a0 b0", ""}, "ab"},
      {"the same", {"a0 b0 c1", "a0 b0 c1"}, "aabbcc"},
      {"one goes on", {"a0 b0 c0", "b0 c0 d0 e1"}, "abbccde"},
      {"some of the lines", {"a0 b0 c0 d0 e0", "b0 d0"}, "abbcdde"},
      {"each lacks one", {"a0 c0 d0", "a0 b0 d0"}, "aacbdd"},
      {"between two, by the seconds", {"a0 c2 d3", "a0 b1 d3"}, "aabcdd"},
      {"another time", {"a0 b0", "c3 d3"}, "abcd"},
      {"three logs", {"a0 b0 c0 d0", "b0 c0 e1", "c0 d0 e1"}, "abbcccddee"},
      {"one that stands twice", {"a0 x0 b0 x0 c0", "b0 x0 c0"}, "axbbxxcc"},
      {"one that one log lacks once", {"a0 x0 b0 x0 c0", "a0 x0 b0 c0"}, "aaxxbbxcc"},
      {"others of the same second", {"a0 b1 c1 d1", "e1 f1 g2"}, "others abcd"},
      {"one line happens to be the same", {"a0 b1 c1 x1", "x1 f1 g1"}, "others abcx"},
      {"late ones do not count", {"a0 b5 c5", "d5 e5 B5"}, "others abc"},
      {"late ones stay where they are", {"a0 b1 c2 D2 e2", "b1 c2 D2 e2"}, "abbccDDee"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(order_of(c.logs) == c.order);
  }
}

TEST_CASE("line copies: a line counts as often as the log has it that has it most often") {
  LineCopies copies;
  copies.advance(1000);
  CHECK_FALSE(copies.is_copy(7, 1000, 1));
  CHECK(copies.is_copy(7, 1000, 2));
  CHECK_FALSE(copies.is_copy(7, 1000, 2));
  CHECK(copies.is_copy(7, 1000, 1));
  CHECK(copies.is_copy(7, 1000, 3));
  CHECK_FALSE(copies.is_copy(8, 1000, 3));
}

TEST_CASE("line copies: are known for a minute at least, and for two at most") {
  LineCopies copies;
  copies.advance(1000);
  CHECK_FALSE(copies.is_copy(7, 1000, 1));
  CHECK_FALSE(copies.is_copy(8, 1000, 1));
  copies.advance(1000 + kCopySeconds);
  CHECK(copies.is_copy(7, 1000, 2));
  CHECK_FALSE(copies.is_copy(7, 1000, 2));
  copies.advance(1000 + 2 * kCopySeconds);
  CHECK_FALSE(copies.is_copy(8, 1000, 2));
  CHECK(copies.is_copy(7, 1000, 3));
  copies.advance(1000 + 4 * kCopySeconds);
  CHECK_FALSE(copies.is_copy(7, 1000, 4));
  copies.advance(1000);
  CHECK_FALSE(copies.is_copy(7, 1000, 5));
  CHECK(copies.is_copy(7, 1000, 4));
}

TEST_CASE("line copies: the hash of a line knows all of it but the fraction of its second") {
  LogLine line;
  line.time = 5 * kMicrosPerSecond;
  line.pid = 3;
  line.host = "mail";
  line.tag = "postfix/smtpd";
  line.text = "connect from a[192.0.2.1]";
  const std::uint64_t hash = hash_of_line(line);
  const auto with = [&](auto change) {
    LogLine other = line;
    change(other);
    return hash_of_line(other);
  };
  CHECK(with([](LogLine& l) { l.time += 999'999; }) == hash);
  CHECK(with([](LogLine& l) { l.time += kMicrosPerSecond; }) != hash);
  CHECK(with([](LogLine& l) { l.pid = 4; }) != hash);
  CHECK(with([](LogLine& l) { l.host = "mail2"; }) != hash);
  CHECK(with([](LogLine& l) { l.tag = "postfix/smtp"; }) != hash);
  CHECK(with([](LogLine& l) { l.text = "connect from a[192.0.2.2]"; }) != hash);
}

TEST_CASE("lines ahead: keep what a line says when the text it was read from is gone") {
  LinesAhead ahead;
  const auto add = [&](int number) {
    const std::string host = "host" + std::to_string(number);
    const std::string text = "text " + std::string(static_cast<std::size_t>(number), 'x');
    LogLine line;
    line.time = number;
    line.pid = static_cast<std::uint32_t>(number);
    line.host = host;
    line.tag = "tag";
    line.text = text;
    std::uint32_t memo = 0;
    line.memo = &memo;
    ahead.add(line, number);
  };
  const auto check = [&](std::size_t index, int number) {
    const LogLine line = ahead[index];
    CHECK(ahead.second(index) == number);
    CHECK(line.time == number);
    CHECK(line.pid == static_cast<std::uint32_t>(number));
    CHECK(line.host == "host" + std::to_string(number));
    CHECK(line.tag == "tag");
    CHECK(line.text == "text " + std::string(static_cast<std::size_t>(number), 'x'));
    CHECK(line.memo == nullptr);
    // What parsers look at behind a text can be read.
    CHECK(std::string_view(line.text.data() + line.text.size(), kTextPadding).find('?') ==
          std::string_view::npos);
  };
  for (int i = 0; i < 5; ++i) add(i);
  REQUIRE(ahead.size() == 5);
  check(4, 4);
  ahead.drop(2);
  check(0, 2);
  ahead.make_room();
  check(0, 2);
  for (int i = 5; i < 300; ++i) add(i);
  REQUIRE(ahead.size() == 298);
  check(0, 2);
  check(297, 299);
  ahead.drop(298);
  ahead.make_room();
  CHECK(ahead.size() == 0);
  add(7);
  check(0, 7);
}
