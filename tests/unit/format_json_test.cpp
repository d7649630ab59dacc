#include <random>
#include <set>
#include <string>
#include <vector>

#include <simdjson.h>

#include "catch.hpp"
#include "format_sample.hpp"
#include "smtptally/version.hpp"

namespace {

using namespace smtptally;
using simdjson::dom::element;

element parse(simdjson::dom::parser& parser, const std::string& text) {
  element document;
  INFO(text);
  REQUIRE(parser.parse(text).get(document) == simdjson::SUCCESS);
  return document;
}

std::string text_at(element document, std::string_view pointer) {
  std::string_view text;
  INFO(pointer);
  REQUIRE(document.at_pointer(pointer).get(text) == simdjson::SUCCESS);
  return std::string(text);
}

std::uint64_t number_at(element document, std::string_view pointer) {
  std::uint64_t number = 0;
  INFO(pointer);
  REQUIRE(document.at_pointer(pointer).get(number) == simdjson::SUCCESS);
  return number;
}

bool is_null_at(element document, std::string_view pointer) {
  element found;
  return document.at_pointer(pointer).get(found) == simdjson::SUCCESS && found.is_null();
}

// Keys of the object, each of which must be there only once.
std::set<std::string> keys_of(element object) {
  std::set<std::string> keys;
  for (const auto field : simdjson::dom::object(object)) {
    INFO(field.key);
    CHECK(keys.insert(std::string(field.key)).second);
  }
  return keys;
}

Report full() {
  Report report = sample::small();
  report.command = "tls";
  report.range.since = sample::kNovember;
  report.inputs = {{.path = "mail\xff.log",
                    .dialect = "bsd",
                    .encoding = "gzip",
                    .lines = 10,
                    .bytes = 1000,
                    .has_times = true,
                    .first = sample::kNovember,
                    .last = sample::kNovember + kMicrosPerSecond,
                    .note = "year guessed"},
                   {.path = "-", .dialect = "", .encoding = "plain", .note = ""}};
  report.coverage[CoverageItem::lines] = 10;
  ServiceEvidence& evidence = report.coverage.services[{"mx", "postfix/smtpd"}];
  evidence.sessions = 5;
  evidence.messages[index_of(TlsEvidence::plain)] = 4;
  evidence.messages[index_of(TlsEvidence::tls1_3)] = 2;
  return report;
}

TEST_CASE("json: rows, others and totals have the names of the CSV header") {
  const std::string text = sample::render(OutputFormat::json, sample::small());
  const std::string expected =
      R"(  "rows": [
    {"sender":"bob@example.org","messages":3,"tls1_0":1,"tls1_0_pct":33.33,"clients":2,"first":"2026-11-01T00:00:00+00:00"},
    {"sender":"=cmd,\"x\"\u001b[31m\u202e","messages":0,"tls1_0":0,"tls1_0_pct":null,"clients":123,"clients_estimated":true,"first":null},
    {"sender":"caf)"
      "\uFFFD"
      R"(\u0009\\x1b","messages":2,"tls1_0":0,"tls1_0_pct":0.00,"clients":1,"first":"2026-11-01T00:00:01+00:00"}
  ],
  "others": {"sender":"2 others","messages":7,"tls1_0":7,"tls1_0_pct":100.00,"clients":null,"first":null},
  "totals": {"sender":"Total","messages":12,"tls1_0":8,"tls1_0_pct":66.67,"clients":130,"clients_estimated":true,"first":null}
}
)";
  REQUIRE(text.size() > expected.size());
  CHECK(text.substr(text.size() - expected.size()) == expected);
}

TEST_CASE("json: the head says what was asked of which program") {
  simdjson::dom::parser parser;
  const std::string text = sample::render(OutputFormat::json, full());
  const element document = parse(parser, text);
  CHECK(text.starts_with("{\n  \"schema_version\": 1,\n  \"tool\": {\"name\": \"smtptally\", "));
  CHECK(number_at(document, "/schema_version") == 1);
  CHECK(text_at(document, "/tool/version") == version());
  CHECK(text_at(document, "/command") == "tls");
  CHECK(text_at(document, "/range/since") == "2026-11-01T00:00:00+00:00");
  CHECK(is_null_at(document, "/range/until"));
  CHECK(text_at(document, "/timezone") == "UTC");
  CHECK(keys_of(document) == std::set<std::string>{"schema_version", "tool", "command", "range",
                                                   "timezone", "inputs", "coverage", "rows",
                                                   "others", "totals"});
}

TEST_CASE("json: inputs and coverage are complete") {
  simdjson::dom::parser parser;
  const std::string text = sample::render(OutputFormat::json, full());
  const element document = parse(parser, text);
  CHECK(text_at(document, "/inputs/0/path") == "mail\uFFFD.log");
  CHECK(text_at(document, "/inputs/0/encoding") == "gzip");
  CHECK(number_at(document, "/inputs/0/lines") == 10);
  CHECK(number_at(document, "/inputs/0/bytes") == 1000);
  CHECK(text_at(document, "/inputs/0/first") == "2026-11-01T00:00:00+00:00");
  CHECK(text_at(document, "/inputs/0/note") == "year guessed");
  CHECK(is_null_at(document, "/inputs/1/first"));
  CHECK(is_null_at(document, "/inputs/1/last"));

  std::set<std::string> expected{"services", "unknown_by_reason"};
  for (const CoverageText& item : kCoverageItems) expected.insert(std::string(item.name));
  CHECK(keys_of(document["coverage"]) == expected);
  CHECK(number_at(document, "/coverage/lines") == 10);
  CHECK(number_at(document, "/coverage/bytes") == 0);
  CHECK(text_at(document, "/coverage/services/0/host") == "mx");
  CHECK(text_at(document, "/coverage/services/0/service") == "postfix/smtpd");
  CHECK(number_at(document, "/coverage/services/0/sessions") == 5);
  CHECK(number_at(document, "/coverage/services/0/messages/tls1_3") == 2);
  CHECK(keys_of(document["coverage"]["services"].at(0)["messages"]).size() ==
        kTlsEvidenceNames.size());
  CHECK(number_at(document, "/coverage/unknown_by_reason/plain") == 4);
  CHECK(number_at(document, "/coverage/unknown_by_reason/proxied") == 0);
}

TEST_CASE("json: further sections are members, and a report may have none") {
  simdjson::dom::parser parser;
  Report report = full();
  report.sections.push_back(
      sample::section({{"n", "N", ColumnKind::number}}, {{std::uint64_t{1}}, {std::uint64_t{2}}}));
  report.sections.back().name = "old_tls";
  CHECK(number_at(parse(parser, sample::render(OutputFormat::json, report)), "/old_tls/1/n") == 2);

  const element empty = parse(parser, sample::render(OutputFormat::json, Report{}));
  CHECK(is_null_at(empty, "/totals"));
  CHECK(simdjson::dom::array(empty["rows"]).size() == 0);
  CHECK(simdjson::dom::array(empty["inputs"]).size() == 0);
}

TEST_CASE("json: texts of random bytes are valid everywhere a text can stand") {
  std::mt19937 random(6);
  std::uniform_int_distribution<int> byte(0, 255);
  const auto noise = [&] {
    std::string text;
    for (int i = byte(random) % 24; i > 0; --i) text.push_back(static_cast<char>(byte(random)));
    return text;
  };
  simdjson::dom::parser parser;
  for (int i = 0; i < 300; ++i) {
    const std::string cell = noise();
    Report report =
        sample::report({{noise() + "1", "", ColumnKind::text}}, {{std::string_view{cell}}});
    report.command = noise();
    report.inputs = {{.path = noise(), .dialect = noise(), .encoding = "plain", .note = noise()}};
    report.coverage.services[{noise(), noise()}].sessions = 1;
    const std::string text = sample::render(OutputFormat::json, report);
    parse(parser, text);
    const std::string line = sample::render(OutputFormat::ndjson, report);
    parse(parser, line);
    CHECK(line.find('\n') == line.size() - 1);
    for (const char c : text) {
      const auto u = static_cast<unsigned char>(c);
      REQUIRE((u >= 0x20 || c == '\n'));
      REQUIRE(u != 0x7F);
    }
  }
}

TEST_CASE("ndjson: one row is one line; neither others nor totals") {
  CHECK(
      sample::render(OutputFormat::ndjson, sample::small()) ==
      R"({"sender":"bob@example.org","messages":3,"tls1_0":1,"tls1_0_pct":33.33,"clients":2,"first":"2026-11-01T00:00:00+00:00"}
{"sender":"=cmd,\"x\"\u001b[31m\u202e","messages":0,"tls1_0":0,"tls1_0_pct":null,"clients":123,"clients_estimated":true,"first":null}
{"sender":"caf)"
      "\uFFFD"
      R"(\u0009\\x1b","messages":2,"tls1_0":0,"tls1_0_pct":0.00,"clients":1,"first":"2026-11-01T00:00:01+00:00"}
)");
}

}  // namespace
