#include "report/findings.hpp"

#include <algorithm>
#include <random>

#include "catch.hpp"
#include "format/coverage_sections.hpp"

using namespace smtptally;

namespace {

std::uint64_t explained(const Coverage& coverage) {
  std::uint64_t sum = 0;
  for (const Finding& finding : find_findings({coverage, {}})) {
    if (finding.explains_unknown) sum += finding.count;
  }
  return sum;
}

/// What the reasons of --stats add up to.
std::uint64_t explained_by_numbers(const Coverage& coverage) {
  const Section section = coverage_section(coverage);
  std::uint64_t sum = 0;
  std::vector<Value> cells;
  for (std::size_t i = 0; i < section.rows->size(); ++i) {
    section.rows->row(i, cells);
    if (!std::get<std::string_view>(cells[0]).starts_with("unknown_")) continue;
    sum += std::get<std::uint64_t>(cells[1]);
  }
  return sum;
}

std::uint64_t unknown(const Coverage& coverage) {
  return coverage.messages_by_class()[index_of(TlsClass::unknown)];
}

void add(ServiceEvidence& service, TlsEvidence evidence, Coverage& coverage) {
  ++service.messages[index_of(evidence)];
  ++coverage[CoverageItem::messages_counted];
}

/// A service that may write TLS lines, use implicit TLS, and log statistics.
ServiceEvidence service_of_kind(unsigned kind) {
  ServiceEvidence service;
  service.tls_lines = kind & 1U;
  service.implicit_tls = kind >> 1U & 1U;
  service.with_statistics = kind >> 2U & 1U;
  return service;
}

}  // namespace

TEST_CASE(
    "findings: every evidence that leaves a message unknown has its row in check and in --stats") {
  std::size_t all_unknown = 0;
  for (std::size_t e = 0; e < kTlsEvidenceNames.size(); ++e) {
    for (unsigned kind = 0; kind < 8; ++kind) {
      Coverage coverage;
      ServiceEvidence& service = coverage.service("mail", "postfix/smtpd");
      service = service_of_kind(kind);
      add(service, static_cast<TlsEvidence>(e), coverage);
      INFO(kTlsEvidenceNames[e] << " of a service of kind " << kind);
      CHECK(explained(coverage) == unknown(coverage));
      CHECK(explained_by_numbers(coverage) == unknown(coverage));
      all_unknown += unknown(coverage);
    }
  }
  CHECK(all_unknown > 8 * 10);
}

TEST_CASE("findings: no unknown message has two rows, however they are mixed") {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    Coverage coverage;
    coverage[CoverageItem::sessions] = random() % 2;
    for (const char* const host : {"a", "b", "c"}) {
      ServiceEvidence& service = coverage.service(host, "postfix/smtpd");
      service = service_of_kind(random() % 8);
      for (int i = 0; i < 20; ++i) {
        add(service, static_cast<TlsEvidence>(random() % kTlsEvidenceNames.size()), coverage);
      }
    }
    REQUIRE(explained(coverage) == unknown(coverage));
  }
}

TEST_CASE("findings: standard error says nothing that check does not show, with its advice") {
  std::size_t said = 0;
  for (std::size_t e = 0; e < kTlsEvidenceNames.size(); ++e) {
    Coverage coverage;
    add(coverage.service("mail", "postfix/smtpd"), static_cast<TlsEvidence>(e), coverage);
    const std::vector<Finding> findings = find_findings({coverage, {}});
    for (const Warning& warning : say_findings({coverage, {}})) {
      INFO(warning.text);
      REQUIRE(findings.size() == 1);
      // The commands that switch a log on are for all logs in one sentence, and for each in check.
      const bool commands = warning.advice.starts_with("switch them on");
      CHECK(commands == (findings[0].advice.find("Set-ReceiveConnector") != std::string::npos));
      CHECK((commands || warning.advice.starts_with(findings[0].advice)));
      CHECK(warning.text.find("1 of 1 messages") != std::string::npos);
      CHECK(warning.of_tls);
      CHECK(warning.told_by_check);
      ++said;
    }
  }
  CHECK(said >= 6);
  for (std::size_t i = 0; i < kCoverageItemCount; ++i) {
    Coverage coverage;
    coverage.counts[i] = 7;
    const std::vector<Finding> findings = find_findings({coverage, {}});
    for (const Warning& warning : say_findings({coverage, {}})) {
      INFO(warning.text);
      REQUIRE(findings.size() == 1);
      CHECK(warning.advice.starts_with(findings[0].advice));
      CHECK(warning.text.find('7') != std::string::npos);
      CHECK(warning.of_tls == (i == static_cast<std::size_t>(CoverageItem::messages_estimated)));
      ++said;
    }
  }
  CHECK(said >= 9);
}

TEST_CASE("findings: two reasons of one sentence are said together, with the advice of the first") {
  Coverage coverage;
  ServiceEvidence& silent = coverage.service("a", "postfix/smtpd");
  silent.messages[index_of(TlsEvidence::plain)] = 2;
  ServiceEvidence& loud = coverage.service("b", "postfix/smtpd");
  loud.tls_lines = 9;
  loud.messages[index_of(TlsEvidence::not_logged)] = 3;
  coverage[CoverageItem::messages_counted] = 10;
  std::vector<Warning> said = say_findings({coverage, {}});
  REQUIRE(said.size() == 1);
  CHECK(said[0].text == "the TLS version of 5 of 10 messages is not logged");
  CHECK(said[0].advice.starts_with("set smtpd_tls_loglevel = 1"));
  CHECK(said[0].level == Warning::Level::warning);
  // A setting that was changed within the log leaves lines out, too.
  silent.messages = {};
  said = say_findings({coverage, {}});
  REQUIRE(said.size() == 1);
  CHECK(said[0].text == "the TLS version of 3 of 10 messages is not logged");
  CHECK(said[0].advice.starts_with("set smtpd_tls_loglevel = 1"));
}

TEST_CASE("findings: whose sizes are missing depends on the kinds of the logs") {
  Coverage coverage;
  coverage[CoverageItem::messages_without_size] = 4;
  std::vector<InputSummary> inputs(1);
  inputs[0].dialect = "exchange-tracking";  // The printed name decides nothing.
  inputs[0].kinds.insert(LogKind::receive);
  auto findings = find_findings({coverage, inputs});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text == "no message tracking log: sizes are not known");
  inputs[0].kinds.insert(LogKind::tracking);
  findings = find_findings({coverage, inputs});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text == "messages whose size and recipients are not logged");
}
