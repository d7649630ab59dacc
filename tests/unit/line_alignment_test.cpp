// Lines of several logs in one order, and which of them are the same.

#include "reading/line_alignment.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "parse/line_hash.hpp"
#include "reading/duplicate_lines.hpp"
#include "reading/line_queue.hpp"
#include "support/padded.hpp"
#include "text/cursor.hpp"

using namespace smtptally;

namespace {

/// Lines "a0 b1 c1": their names, each with its second. A capital letter is behind a later line.
std::vector<PlacedLine> lines_of(const std::string& text, std::uint32_t log) {
  std::vector<PlacedLine> lines;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const char name = text[at];
    const bool late = name >= 'A' && name <= 'Z';
    lines.push_back({.hash = static_cast<std::uint64_t>(late ? name - 'A' + 'a' : name),
                     .time = (text[at + 1] - '0') * kMicrosPerSecond,
                     .is_late = late,
                     .log = log,
                     .index = static_cast<std::uint32_t>(at / 3)});
  }
  return lines;
}

/// The names in the order of the logs, and how many are copies.
std::string order_of(const std::vector<std::string>& logs) {
  LineAlignment order;
  for (std::uint32_t i = 0; i < logs.size(); ++i) order.add(lines_of(logs[i], i));
  std::string text;
  for (const PlacedLine& line : order.lines()) text += logs[line.log][std::size_t{line.index} * 3];
  return text + " " + std::to_string(order.copies().size());
}

}  // namespace

TEST_CASE("line order: lines of several logs") {
  struct Case {
    const char* what;
    std::vector<std::string> logs;
    std::string order;
  };
  const std::vector<Case> cases{
      {"nothing", {}, " 0"},
      {"one log", {"a0 b0 c1"}, "abc 0"},
      {"none of one", {"a0 b0", ""}, "ab 0"},
      {"the same", {"a0 b0 c1", "a0 b0 c1"}, "abc 3"},
      {"one goes on", {"a0 b0 c0", "b0 c0 d0 e1"}, "abcde 2"},
      {"some of the lines", {"a0 b0 c0 d0 e0", "b0 d0"}, "abcde 2"},
      {"each lacks one", {"a0 c0 d0", "a0 b0 d0"}, "acbd 2"},
      {"between two, by their times", {"a0 c2 d3", "a0 b1 d3"}, "abcd 2"},
      {"nothing in common", {"a0 c2 e4", "b1 d3"}, "abcde 0"},
      {"at one time, the first log", {"a0 b1", "c0 d1"}, "acbd 0"},
      {"three logs", {"a0 b0 c0 d0", "b0 c0 e1", "c0 d0 e1"}, "abcde 5"},
      {"one that stands twice", {"a0 x0 b0 x0 c0", "b0 x0 c0"}, "axbxc 3"},
      {"one that one log lacks once", {"a0 x0 b0 x0 c0", "a0 x0 b0 c0"}, "axbxc 4"},
      {"late ones stay where they are", {"a0 b1 c2 D2 e2", "b1 c2 D2 e2"}, "abcDDe 3"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(order_of(c.logs) == c.order);
  }
}

TEST_CASE("line order: what was rotated is told from what overlaps") {
  struct Case {
    const char* what;
    const char* end;
    const char* begin;
    bool same;
  };
  const std::vector<Case> cases{
      {"no time in common", "a0 b0", "c1 d1", false},
      {"no line in common", "a0 b1", "c1 d1", false},
      {"one line happens to be the same", "a0 b1 c1 x1", "d1 x1 f1 g1", false},
      {"half of them", "a0 b1 c1 x1", "c1 x1 f1 g1", true},
      {"half of them, behind a line that is late", "a1 B1 c2 x2", "c2 x2 f2 g2", true},
      {"few of many, but in one piece", "a1 b1 c1 d1 x1 y1", "x1 y1 e1 f1 g1 h1", true},
      {"all that one has at that time", "a0 b1 x2", "x2 c2 d2 e3", true},
      {"late ones do not count", "a0 b5 C5", "d5 e5 C5 B5", false},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(hold_same_lines(lines_of(c.end, 0), lines_of(c.begin, 1)) == c.same);
  }
}

TEST_CASE("line copies: a line counts as often as the log has it that has it most often") {
  DuplicateLines copies;
  copies.advance(1000);
  for (const bool late : {false, true}) {
    const std::uint64_t line = late ? 17 : 7;
    CHECK_FALSE(copies.is_copy(line, late, 1));
    CHECK(copies.is_copy(line, late, 2));
    CHECK_FALSE(copies.is_copy(line, late, 2));
    CHECK(copies.is_copy(line, !late, 1));
    CHECK(copies.is_copy(line, late, 3));
    CHECK_FALSE(copies.is_copy(line + 1, late, 3));
  }
}

TEST_CASE("line copies: the log that repeats a line may have named one of them a copy before") {
  DuplicateLines copies;
  copies.advance(1000);
  copies.add_copy(7, false, 1);
  CHECK_FALSE(copies.is_copy(7, false, 1));
  CHECK_FALSE(copies.is_copy(7, false, 2));
  CHECK(copies.is_copy(7, false, 2));
}

TEST_CASE("line copies: are known for a minute at least, and for two at most") {
  DuplicateLines copies;
  copies.advance(1000);
  CHECK_FALSE(copies.is_copy(7, false, 1));
  CHECK_FALSE(copies.is_copy(8, false, 1));
  copies.advance(1000 + kCopySeconds);
  CHECK(copies.is_copy(7, false, 2));
  CHECK_FALSE(copies.is_copy(7, false, 2));
  copies.advance(1000 + 2 * kCopySeconds);
  CHECK_FALSE(copies.is_copy(8, false, 2));
  CHECK(copies.is_copy(7, false, 3));
  copies.advance(1000 + 4 * kCopySeconds);
  CHECK_FALSE(copies.is_copy(7, false, 4));
  copies.advance(1000);
  CHECK_FALSE(copies.is_copy(7, false, 5));
  CHECK(copies.is_copy(7, false, 4));
}

TEST_CASE("line copies: late ones are known for an hour") {
  DuplicateLines copies;
  copies.advance(1000);
  CHECK_FALSE(copies.is_copy(7, true, 1));
  copies.advance(1000 + 59 * 60);
  CHECK(copies.is_copy(7, true, 2));
  copies.advance(1000 + 3 * 3600);
  CHECK_FALSE(copies.is_copy(7, true, 3));
}

TEST_CASE("line copies: the hash of a line knows all of it but the fraction of its second") {
  LogLine line;
  line.time = 5 * kMicrosPerSecond;
  line.pid = 3;
  line.host = "mail";
  line.tag = "postfix/smtpd";
  const Padded text("connect from a[192.0.2.1]");
  const Padded other_text("connect from a[192.0.2.2]");
  line.text = text.text();
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
  CHECK(with([&](LogLine& l) { l.text = other_text.text(); }) != hash);
}

TEST_CASE("lines ahead: keep what a line says when the text it was read from is gone") {
  LineQueue ahead;
  const auto add = [&](int number) {
    const std::string host = "host" + std::to_string(number);
    const Padded text("text " + std::string(static_cast<std::size_t>(number), 'x'));
    LogLine line;
    line.time = number;
    line.pid = static_cast<std::uint32_t>(number);
    line.host = host;
    line.tag = "tag";
    line.text = text.text();
    std::uint32_t memo = 0;
    line.memo = &memo;
    ahead.add(line, number);
  };
  const auto check = [&](std::size_t index, int number) {
    const LogLine line = ahead[index];
    CHECK(ahead.time(index) == number);
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

TEST_CASE("lines ahead: the room of what was dropped is used again") {
  LineQueue ahead;
  const Padded text("text");
  LogLine line;
  line.host = "host";
  line.tag = "tag";
  line.text = text.text();
  for (int i = 0; i < 4; ++i) ahead.add(line, i);
  const char* const front = ahead[0].host.data();
  const std::size_t of_two = ahead.bytes_before(2);
  CHECK(of_two == 2 * std::string_view("hosttagtext").size());
  ahead.drop(2);
  CHECK(ahead[0].host.data() == front + of_two);
  ahead.make_room();
  CHECK(ahead[0].host.data() == front);
  CHECK(ahead.bytes_before(1) == of_two / 2);
  ahead.drop(2);
  ahead.make_room();
  ahead.add(line, 4);
  CHECK(ahead[0].host.data() == front);
  CHECK(ahead.bytes_before(0) == 0);
}
