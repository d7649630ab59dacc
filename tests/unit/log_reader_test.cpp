#include "parse/log_reader.hpp"

#include <random>

#include <fmt/format.h>

#include "catch.hpp"
#include "support/padded.hpp"
#include "support/random_log.hpp"

using namespace smtptally;

namespace {

class Collector final : public LineSink {
 public:
  void tracking(const TrackingRow& row) override { (void)row; }
  void protocol(const ProtocolRow& row) override { (void)row; }
  void line(const LogLine& line) override {
    text += fmt::format("{} {} {} {} {} {}\n", line.time, line.host, line.tag,
                        line.has_pid ? line.pid : 0, line.dialect, line.text);
  }
  std::string text;
};

/// Feeds `bytes` in chunks of the given sizes, as a reader of a file would.
std::string read_in_chunks(const std::string& bytes, std::size_t chunk, ReadCounts& counts) {
  Collector lines;
  LogReader reader(Zone(), 2026, lines);
  std::string held;
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    held += bytes.substr(at, chunk);
    held.erase(0, reader.consume(Padded(held).text(), false));
  }
  (void)reader.consume(Padded(held).text(), true);
  counts = reader.counts();
  return lines.text;
}

std::string mixed_bytes(unsigned seed) {
  const std::vector<std::string> log = random_log(seed, 6);
  std::string bytes = joined(log, 0, log.size());
  bytes += "2026-11-20T10:00:01Z mail postfix/qmgr[7]: x\r\n\r\n-- Boot 1 --\ngarbage\n";
  bytes += std::string("\0\xff\n", 3);
  bytes += "{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":[104,105],\"SYSLOG_IDENTIFIER\":\"a/b\"}\n";
  bytes += "{broken\n";
  bytes += std::string("__CURSOR=1\n__REALTIME_TIMESTAMP=5\nSYSLOG_IDENTIFIER=a/c\nMESSAGE\n") +
           std::string("\x0a\0\0\0\0\0\0\0", 8) + "line\nline2\n\n";
  bytes += "Nov 20 10:00:59 mail postfix/smtpd[1]: the end, without a newline";
  return bytes;
}

}  // namespace

TEST_CASE("log reader: any size of chunk gives the same lines and counts") {
  for (unsigned seed = 1; seed < 6; ++seed) {
    const std::string bytes = mixed_bytes(seed);
    ReadCounts expected_counts;
    const std::string expected = read_in_chunks(bytes, bytes.size(), expected_counts);
    CHECK(expected.find("journal-export line\nline2") != std::string::npos);
    CHECK(expected.find("journal-json hi") != std::string::npos);
    CHECK(expected_counts.malformed == 3);
    CHECK(expected_counts.lines ==
          expected_counts.logged + expected_counts.irrelevant + expected_counts.malformed);
    for (const std::size_t chunk : {1UL, 2UL, 3UL, 7UL, 16UL, 61UL, 1000UL}) {
      ReadCounts counts;
      INFO("chunk " << chunk);
      CHECK(read_in_chunks(bytes, chunk, counts) == expected);
      CHECK(counts.lines == expected_counts.lines);
      CHECK(counts.bytes == bytes.size());
      CHECK(counts.malformed == expected_counts.malformed);
    }
  }
}

TEST_CASE("log reader: a line that is too long is skipped, the next one is read") {
  const std::string bytes = "Nov 20 10:00:01 mail a/smtpd[1]: " + std::string(3U << 20U, 'x') +
                            "\nNov 20 10:00:02 mail a/smtpd[1]: short\n";
  for (const std::size_t chunk : {std::size_t{1} << 16, bytes.size()}) {
    ReadCounts counts;
    const std::string lines = read_in_chunks(bytes, chunk, counts);
    CHECK(counts.malformed == 1);
    CHECK(counts.lines == 2);
    CHECK(lines.find("short") != std::string::npos);
    CHECK(lines.find("xxx") == std::string::npos);
  }
}

TEST_CASE("log reader: a hole of NUL bytes is no stamp") {
  const std::string head = "mx1 postfix/smtpd[9]: ";
  const std::string bytes = "Nov 20 10:00:01 " + head + "one\n" + std::string(16, '\0') + head +
                            "two\nNov 20 10:00:01 " + head + "three\n";
  ReadCounts counts;
  const std::string lines = read_in_chunks(bytes, bytes.size(), counts);
  CHECK(lines.find("two") == std::string::npos);
  CHECK(lines.find("three") != std::string::npos);
  CHECK(counts.logged == 2);
  CHECK(counts.malformed == 1);
}

TEST_CASE("log reader: random bytes are counted, never believed") {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    for (auto n = random() % 3000; n > 0; --n) bytes += static_cast<char>(random() % 256);
    ReadCounts counts;
    (void)read_in_chunks(bytes, 1 + random() % 500, counts);
    CHECK(counts.lines == counts.logged + counts.irrelevant + counts.malformed);
    CHECK(counts.bytes == bytes.size());
  }
}

TEST_CASE("stamps: months that step back are a new year, and forth again an old line") {
  Collector lines;
  const auto day = [](StampReader& reader, std::string_view text) {
    Cursor at(text);
    Micros t = 0;
    REQUIRE(reader.take_bsd(at, t));
    return format_rfc3339(t, Zone()).substr(0, 10);
  };
  StampReader reader(Zone(), 2025);
  CHECK(day(reader, "Nov 30 10:00:00 ") == "2025-11-30");
  CHECK(day(reader, "Dec 31 23:59:59 ") == "2025-12-31");
  CHECK(day(reader, "Jan  1 00:00:00 ") == "2026-01-01");
  CHECK(day(reader, "Dec 31 23:59:59 ") == "2025-12-31");
  CHECK(day(reader, "Jan  1 00:00:01 ") == "2026-01-01");
  CHECK(day(reader, "Feb 3 00:00:00 x") == "2026-02-03");
  CHECK_FALSE(reader.leap_conflict());
  CHECK(day(reader, "Feb 29 00:00:00 ") == "2026-03-01");
  CHECK(reader.leap_conflict());
}

TEST_CASE("log reader: one that goes on from another's context reads the same") {
  std::string bytes = mixed_bytes(3);
  bytes += "\nDec 31 10:00:59 mail postfix/smtpd[1]: x\nJan  1 10:00:59 mail postfix/smtpd[1]: x\n";
  bytes += "May 4 10:00:59 mail postfix/smtpd[1]: x\nNov 21 10:00:59 mail postfix/smtpd[1]: x\n";
  bytes += "#Log-type: SMTP Receive Protocol Log\n#Fields: date-time,connector-id,session-id,";
  bytes += "sequence-number,local-endpoint,remote-endpoint,event,data,context\n";
  bytes += "2026-11-20T10:00:00.000Z,C,1,0,a,b,+,,\n2026-11-20T10:00:01.000Z,C,1,1,a,b,*,x,\n";
  bytes += "Nov 21 10:00:59 mail postfix/smtpd[1]: x\n";
  const auto read = [](std::string_view part, LogReader& reader, bool at_end) {
    return reader.consume(Padded(part).text(), at_end);
  };
  Collector whole;
  LogReader whole_reader(Zone(), 2026, whole);
  (void)read(bytes, whole_reader, true);
  for (std::size_t cut = bytes.find('\n'); cut + 1 < bytes.size();
       cut = bytes.find('\n', cut + 1)) {
    Collector lines;
    LogReader first(Zone(), 2026, lines);
    // A record over several lines stays together: the second reader begins where the first ended.
    const std::size_t taken = read(bytes.substr(0, cut + 1), first, false);
    LogReader second(Zone(), first.context(), lines, LogReader::Expect::anything);
    (void)read(bytes.substr(taken), second, true);
    ReadOutcome outcome = first.outcome();
    outcome.append(second.outcome());
    const ReadOutcome expected = whole_reader.outcome();
    REQUIRE(lines.text == whole.text);
    CHECK(outcome.dialects == expected.dialects);
    CHECK(outcome.guessed_year == expected.guessed_year);
    CHECK(second.context() == whole_reader.context());
    const auto numbers = [](const ReadCounts& c) {
      return std::array{c.bytes, c.lines, c.logged, c.irrelevant, c.malformed, c.first_malformed};
    };
    CHECK(numbers(outcome.counts) == numbers(expected.counts));
    CHECK(outcome.counts.first == expected.counts.first);
    CHECK(outcome.counts.last == expected.counts.last);
  }
}
