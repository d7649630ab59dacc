// What looks at many bytes at once agrees with what goes byte by byte.

#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"
#include "parse/line_ends.hpp"
#include "parse/log_reader.hpp"
#include "parse/stamp_cache.hpp"
#include "postfix/event.hpp"
#include "postfix/lines.hpp"
#include "support/padded.hpp"
#include "text/bytes16.hpp"
#include "text/cursor.hpp"

using namespace smtptally;

namespace {

/// Short texts of few letters, so that every shape comes up.
std::string random_text(std::mt19937& random, std::string_view letters, std::size_t most) {
  std::string text(std::uniform_int_distribution<std::size_t>(0, most)(random), '\0');
  std::uniform_int_distribution<std::size_t> letter(0, letters.size() - 1);
  for (char& c : text) c = letters[letter(random)];
  return text;
}

bool slow_namaddr(std::string_view text, std::string_view& address, std::string_view& rest) {
  const std::size_t open = text.find_first_of("[] ");
  if (open == 0 || open == std::string_view::npos || text[open] != '[') return false;
  const std::size_t close = text.find_first_of("[] ", open + 1);
  if (close == std::string_view::npos || text[close] != ']' || close == open + 1) return false;
  address = text.substr(open + 1, close - open - 1);
  rest = text.substr(close + 1);
  return true;
}

bool slow_queue_id(std::string_view text, std::string_view& id) {
  std::size_t size = 0;
  bool strong = false;
  const auto in = [&](char first, char last) { return text[size] >= first && text[size] <= last; };
  for (; size < text.size() && (in('0', '9') || in('A', 'Z') || in('a', 'z')); ++size) {
    strong = strong || !in('a', 'z');
  }
  id = text.substr(0, size);
  return size >= 6 && size <= 27 && strong && text.substr(size).starts_with(": ");
}

class Collector final : public LineSink {
 public:
  void tracking(const TrackingRow& row) override { (void)row; }
  void protocol(const ProtocolRow& row) override { (void)row; }
  void line(const LogLine& line) override {
    text += fmt::format("{}|{}|{}|{}{}|{}|{}\n", line.time, line.host, line.tag, line.has_pid,
                        line.has_pid ? line.pid : 0, line.dialect, line.text);
  }
  std::string text;
};

/// All lines in one buffer, `between` put in front of each.
std::string read_lines(const std::vector<std::string>& lines, std::string_view between) {
  std::string bytes;
  for (const std::string& line : lines) (bytes += between) += line + "\n";
  Collector collector;
  LogReader reader(Zone(), 2026, collector);
  (void)reader.consume(Padded(bytes).text(), true);
  return collector.text;
}

}  // namespace

TEST_CASE("bytes16: the register and the portable one agree") {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string text =
        random_text(random, std::string_view("09AZaz[] :@`{/\x7f\x80\xff\0", 18), 64);
    text.resize(64, 'x');
    const auto test = [](auto b) {
      using B = decltype(b);
      return b.between('0', '9') | b.between('a', 'z') | (b == B::all(':')) | (b == B::all('\xFF'));
    };
    REQUIRE((bytes_where<64>(text.data(), test)) ==
            (bytes_where<64, PortableBytes16>(text.data(), test)));
  }
}

TEST_CASE("cursor: name[address] agrees with a search") {
  std::mt19937 random(2);
  for (int round = 0; round < 20000; ++round) {
    const Padded padded(random_text(random, "aaaaaaaaaaaaaab1.:[] ", round % 2 == 0 ? 200 : 20));
    const std::string_view text = padded.text();
    std::string_view address;
    std::string_view rest;
    const bool expected = slow_namaddr(text, address, rest);
    PaddedCursor at(padded.text());
    std::string_view found;
    REQUIRE(at.take_namaddr(found) == expected);
    Cursor twin(text);
    std::string_view found_by_twin;
    REQUIRE(twin.take_namaddr(found_by_twin) == expected);
    REQUIRE(at.rest() == twin.rest());
    if (!expected) {
      REQUIRE(at.rest() == text);
      continue;
    }
    REQUIRE(found == address);
    REQUIRE(found_by_twin == address);
    if (!rest.starts_with(':')) REQUIRE(at.rest() == rest);  // A port may have been taken.
  }
}

TEST_CASE("postfix: a queue id agrees with a search") {
  std::mt19937 random(3);
  for (int round = 0; round < 20000; ++round) {
    std::string text = random_text(random, "aZ09", 32) + random_text(random, ": ab", 3);
    if (round % 2 == 0) text += ": and some more text behind it";
    std::string_view expected;
    const bool is_id = slow_queue_id(text, expected);
    const Padded padded(text);
    PaddedCursor at(padded.text());
    QueueKey found;
    REQUIRE(take_queue_id(at, found) == is_id);
    if (is_id) REQUIRE(found == QueueKey(0, expected));
  }
}

TEST_CASE("event: clear leaves nothing behind") {
  Event event;
  event.kind = EventKind::client;
  event.has_pid = event.authenticated = event.reinjected = event.has_size = event.has_sender = true;
  event.tls = TlsEvidence::ssl;
  event.service = event.pid = 7;
  event.time = 7;
  event.queue = {7, "x"};
  event.dialect = event.client = event.account = event.mechanism = "x";
  event.sender = event.cipher = event.reason = event.next_id = event.delivery = "x";
  event.opened_id = "x";
  event.recipients = event.bytes = 7;
  event.statistics = {true, true, true, 1, 2, 3, 4};
  event.clear();
  CHECK(event == Event());
}

TEST_CASE("stamp memory: reads stamps that differ in the seconds alone") {
  StampCache memory;
  const auto reads = [&](std::string text) -> Micros {
    text.resize(StampCache::kLongest + 8, 'x');
    Micros time = 0;
    Micros again = 0;
    const bool known = memory.read(text.data(), time);
    CHECK(memory.read_coarse(text.data(), again) == known);
    CHECK((!known || again == time));
    return known ? time : -1;
  };
  REQUIRE(memory.learn("Nov 21 01:44:34 ", 34'000'000));
  CHECK(memory.size() == 16);
  CHECK(reads("Nov 21 01:44:59 mx1") == 59'000'000);
  CHECK(reads("Nov 21 01:44:00 mx1") == 0);
  CHECK(reads("Nov 21 01:44:60 mx1") == -1);
  CHECK(reads("Nov 21 01:44:3x mx1") == -1);
  CHECK(reads("Nov 21 01:45:34 mx1") == -1);
  CHECK(reads("Nov 21 01:44:34.mx1") == -1);
  REQUIRE(memory.learn("2026-11-21T01:44:34.25+01:00 ", 34'250'000));
  CHECK(reads("2026-11-21T01:44:07.99+01:00 x") == 7'990'000);
  CHECK(reads("2026-11-21T01:44:07.99+02:00 x") == -1);
  CHECK(reads("2026-11-21T01:44:07.9x+01:00 x") == -1);
  CHECK(reads("2026-11-21T01:44:07.999+01:00 ") == -1);
  // Stamps that may be the same as the last one, of 16 to 32 bytes: each byte counts.
  for (const std::string_view stamp :
       {"Nov 21 01:44:34 ", "2026-11-21 01:44:34 ", "2026-11-21 01:44:34 +0100 ",
        "2026-11-21T01:44:34+01:00 "}) {
    REQUIRE(memory.learn(stamp, 34'000'000));
    const std::string again(stamp);
    for (const char* const seconds : {"35", "35", "34", "59", "59"}) {
      std::string other = again;
      other.replace(other.find(":34") + 1, 2, seconds);
      CHECK(reads(other) == std::stol(seconds) * 1'000'000);
      for (std::size_t i = 0; i < other.size(); ++i) {
        std::string wrong = other;
        wrong[i] = 'x';
        INFO(wrong);
        CHECK(reads(wrong) == -1);
      }
    }
  }
  const std::string digits = "987654";
  for (std::size_t count = 1; count <= 6; ++count) {
    const auto stamp = [&](std::string_view fraction) {
      return fmt::format("2026-11-21T01:44:34.{}Z ", fraction.substr(0, count));
    };
    REQUIRE(memory.learn(stamp("000000"), 34'000'000));
    const Micros expected = std::stol(digits.substr(0, count) + std::string(6 - count, '0'));
    CHECK(reads(stamp(digits)) == 34'000'000 + expected);
    for (std::size_t at = 0; at < count; ++at) {
      for (const char c : {'/', ':', 'A', '\xB0', '\0'}) {
        std::string wrong = digits;
        wrong[at] = c;
        CHECK(reads(stamp(wrong)) == -1);
      }
    }
  }
  CHECK_FALSE(memory.learn("2026-11-21T01:44:60Z ", 0));
  CHECK_FALSE(memory.ready());
  CHECK_FALSE(memory.learn("1795228337.000000 ", 0));
  CHECK_FALSE(memory.learn("Nov 21 01:44:34", 0));
}

TEST_CASE("log reader: what it knows of earlier lines changes nothing") {
  const std::vector<std::string> stamps{"Nov 21 01:44:34 ",
                                        "Nov 21 01:44:35 ",
                                        "Nov 21 01:45:01 ",
                                        "Jan  1 00:00:00 ",
                                        "Dec 31 23:59:60 ",
                                        "May 4 10:00:00 ",
                                        "2026-11-21T01:44:34.5+01:00 ",
                                        "2026-11-21T01:44:35.25+01:00 ",
                                        "2026-11-21T01:44:36Z ",
                                        "2026-11-21T01:44:37,5Z ",
                                        "Sat 2026-11-21 01:44:34 CET ",
                                        "1795228337.000000 ",
                                        "<22>Nov 21 01:44:34 ",
                                        "<22>1 2026-11-21T01:44:34Z "};
  const std::vector<std::string> heads{
      "mx1 postfix/smtpd[945]: ",
      "mx1 postfix/smtpd[94]: ",
      "mx1 dovecot: ",
      "mx1 a:b[7]: ",
      "mx1 mail.info postfix/qmgr[12]: ",
      "mx1 postfix/smtpd[945]:",
      "mx1 no tag here ",
      "mx1 postfix[1]x: ",
      "a-long-name-of-a-host.example.com postfix/submission/smtpd[12345]: ",
      "stdout F ",
      "mx1 : ",
      "mx1 x[]: ",
      "mx1 kernel: [ID 1 mail.info] ",
      "mx1 last message: "};
  const std::vector<std::string> texts{"connect from a[1.2.3.4]", "",
                                       "[ID 197553 mail.info] ABCDEF1: removed", "x: y]: z\r",
                                       "ABCDEF1: client=h[1.2.3.4]"};
  std::mt19937 random(4);
  const auto one_of = [&](const std::vector<std::string>& all) {
    return all[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(random)];
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> lines;
    std::string stamp = one_of(stamps);
    std::string head = one_of(heads);
    for (int i = 0; i < 60; ++i) {
      if (random() % 3 == 0) stamp = one_of(stamps);
      if (random() % 2 == 0) head = one_of(heads);
      lines.push_back(stamp + head + one_of(texts));
    }
    // A line of another kind in between makes the reader look at each line anew.
    REQUIRE(read_lines(lines, "") == read_lines(lines, "-- \n"));
  }
}

TEST_CASE("line ends: agree with a search, whatever is left out") {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    const std::size_t most = round % 3 == 0 ? 9000 : 300;
    const std::string_view letters =
        round % 2 == 0 ? "\nab" : "\nabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    std::string text = random_text(random, letters, most);
    const std::size_t size = text.size();
    text.append(kTextPadding, '\n');
    const PaddedText all = PaddedText::of_buffer(text);
    LineEnds ends(all);
    std::size_t from = 0;
    while (from <= size) {
      const std::size_t found = ends.next(from);
      REQUIRE(found == all.view().find('\n', from));
      if (found == LineEnds::kNone) break;
      // A record of several lines is taken at once.
      from =
          found + std::uniform_int_distribution<std::size_t>(1, round % 5 == 0 ? 200 : 2)(random);
    }
  }
}
