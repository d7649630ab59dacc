#include "text/padded_text.hpp"

#include <array>

#include "catch.hpp"
#include "parse/log_reader.hpp"
#include "piece.hpp"
#include "support/padded.hpp"

using namespace smtptally;

namespace {

std::string export_record(std::string_view tag, std::string_view message) {
  std::string text = "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795228337000000\n_HOSTNAME=mail\n";
  text.append("SYSLOG_IDENTIFIER=").append(tag).append("\nSYSLOG_PID=7\n").append(message);
  return text += '\n';
}

std::string json_record(std::string_view tag, std::string_view message) {
  std::string text = R"({"__REALTIME_TIMESTAMP":"1795228337000000","_HOSTNAME":"mail")";
  text.append(R"(,"SYSLOG_PID":"7","SYSLOG_IDENTIFIER":")").append(tag).append("\"");
  return text.append(message) += "}\n";
}

/// What a piece tells of these bytes.
Coverage coverage_of(const std::string& bytes, ReadCounts& counts) {
  Piece piece(Correlator::World::closed, {.tally = {{Dimension::sender, Dimension::tls}}},
              Selection(), Zone());
  LogReader reader(Zone(), 2026, piece);
  CHECK(reader.consume(Padded(bytes).text(), true) == bytes.size());
  piece.finish();
  counts = reader.counts();
  return piece.coverage();
}

const std::string kConnect = "connect from a.example[192.0.2.1]";

}  // namespace

TEST_CASE("padded text: is never null and never longer than its buffer") {
  CHECK(PaddedText().data() != nullptr);
  CHECK(PaddedText::of_buffer({}).data() != nullptr);
  CHECK(PaddedText::of_buffer(std::string(kTextPadding, 'x')).empty());

  const PaddedString whole("abc");
  const PaddedText text = whole.text();
  CHECK(text == "abc");
  CHECK(text.substr(1) == "bc");
  CHECK(text.substr(1, 1) == "b");
  CHECK(text.substr(9).empty());
  CHECK(text.substr(9).data() == text.data() + 3);
  CHECK(text.last(2) == "bc");
  CHECK(text.last(9) == "abc");
  PaddedText part = text;
  part.remove_suffix(1);
  CHECK(part == "ab");
  part.remove_prefix(9);
  CHECK(part.data() == text.data() + 2);
  CHECK(PaddedString().text().data() != nullptr);
}

TEST_CASE("readers: a record without a text tells nothing, and the next one is read") {
  constexpr std::string_view kLength("\x02\0\0\0\0\0\0\0", 8);
  constexpr std::string_view kZero("\0\0\0\0\0\0\0\0", 8);
  const std::string binary = "MESSAGE\n" + std::string(kLength) + "\xFF\x01\n";
  const std::string no_bytes = "MESSAGE\n" + std::string(kZero) + "\n";
  for (const char* const tag :
       {"postfix/smtpd", "postfix/qmgr", "postfix/cleanup", "postfix/smtp", "postfix/postsuper",
        "postfix/pickup", "postfix", "rsyslogd", "cron", "postfix/submission/smtpd"}) {
    INFO(tag);
    ReadCounts counts;
    for (const std::string& message :
         {std::string(), std::string("MESSAGE=\n"), binary, no_bytes}) {
      INFO(message);
      const std::string next = export_record("postfix/smtpd", "MESSAGE=" + kConnect + "\n");
      const Coverage coverage = coverage_of(export_record(tag, message) + next, counts);
      CHECK(coverage[CoverageItem::lines_understood] == 1);
      CHECK(counts.malformed == 0);
      CHECK(counts.logged == 2);
    }
    for (const std::string_view message :
         {"", R"(,"MESSAGE":"")", R"(,"MESSAGE":[255,1])", R"(,"MESSAGE":[])", R"(,"MESSAGE":null)",
          R"(,"MESSAGE":["",""])"}) {
      INFO(message);
      const std::string next = json_record("postfix/smtpd", ",\"MESSAGE\":\"" + kConnect + "\"");
      const Coverage coverage = coverage_of(json_record(tag, message) + next, counts);
      CHECK(coverage[CoverageItem::lines_understood] == 1);
      CHECK(counts.malformed == 0);
    }
  }
}

TEST_CASE("readers: an envelope around nothing is one without a text") {
  for (const std::string_view line :
       {"Nov 20 10:00:00 mail postfix/qmgr[7]:", "Nov 20 10:00:00 mail postfix/qmgr[7]: ",
        "<22>1 2026-11-20T10:00:00Z mail postfix/qmgr 7 - -",
        "2026-11-20T10:00:00Z mail postfix/qmgr[7]: [ID 197553 mail.info] ",
        R"({"log":"Nov 20 10:00:00 mail postfix/qmgr[7]:\n"})",
        R"({"log":"Nov 20 10:00:00 mail postfix/qmgr[7]: message repeated 2 times: [ ]"})"}) {
    INFO(line);
    ReadCounts counts;
    const std::string lines = std::string(line) + "\n" + std::string(line);
    CHECK(coverage_of(lines, counts)[CoverageItem::lines_understood] == 0);
    CHECK(counts.logged == 2);
  }
}
