#include "smtptally/coverage.hpp"

#include <random>
#include <set>
#include <string>

#include "catch.hpp"

namespace {

using namespace smtptally;

Coverage random_coverage(std::mt19937& random) {
  std::uniform_int_distribution<std::uint64_t> number(0, 1000);
  Coverage coverage;
  for (auto& count : coverage.counts) count = number(random);
  for (const char* host : {"mx1", "mx2"}) {
    for (const char* service : {"postfix/smtpd", "postfix/submission/smtpd"}) {
      if (number(random) < 300) continue;
      ServiceEvidence& evidence = coverage.services[{host, service}];
      evidence.sessions = number(random);
      evidence.tls_lines = number(random);
      evidence.starttls_used = number(random);
      for (auto& count : evidence.messages) count = number(random);
    }
  }
  return coverage;
}

Coverage sum(Coverage left, const Coverage& right) {
  left.merge(right);
  return left;
}

std::uint64_t& messages_of(Coverage& coverage, const char* service, TlsEvidence evidence) {
  return coverage.services[{"mx", service}].messages[index_of(evidence)];
}

TEST_CASE("coverage: merging is a commutative monoid") {
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const Coverage a = random_coverage(random);
    const Coverage b = random_coverage(random);
    const Coverage c = random_coverage(random);
    CHECK(sum(a, Coverage{}) == a);
    CHECK(sum(Coverage{}, a) == a);
    CHECK(sum(a, b) == sum(b, a));
    CHECK(sum(sum(a, b), c) == sum(a, sum(b, c)));
  }
}

TEST_CASE("coverage: merging adds every number") {
  Coverage one;
  for (std::size_t i = 0; i < one.counts.size(); ++i) one.counts[i] = i + 1;
  ServiceEvidence& evidence = one.services[{"mx", "smtpd"}];
  evidence = {.sessions = 1, .tls_lines = 2, .starttls_used = 3, .messages = {}, .before = {}};
  for (std::size_t i = 0; i < evidence.messages.size(); ++i) evidence.messages[i] = i + 4;

  const Coverage two = sum(one, one);
  for (std::size_t i = 0; i < one.counts.size(); ++i) CHECK(two.counts[i] == 2 * (i + 1));
  const ServiceEvidence& doubled = two.services.at({"mx", "smtpd"});
  CHECK(doubled.sessions == 2);
  CHECK(doubled.tls_lines == 4);
  CHECK(doubled.starttls_used == 6);
  for (std::size_t i = 0; i < doubled.messages.size(); ++i)
    CHECK(doubled.messages[i] == 2 * (i + 4));
}

TEST_CASE("coverage: every number has its own name and a definition of one line") {
  std::set<std::string_view> names;
  for (const CoverageText& item : kCoverageItems) {
    INFO(item.name);
    CHECK(names.insert(item.name).second);
    CHECK(item.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    CHECK_FALSE(item.definition.empty());
    CHECK(item.definition.size() <= 70);
    CHECK(item.definition.find('\n') == std::string_view::npos);
  }
  CHECK(kCoverageItems[static_cast<std::size_t>(CoverageItem::lines)].name == "lines");
  CHECK(kCoverageItems[static_cast<std::size_t>(CoverageItem::sessions)].name == "sessions");
  CHECK(kCoverageItems[static_cast<std::size_t>(CoverageItem::messages_left_open)].name ==
        "messages_left_open");
  CHECK(kCoverageItems.back().name == "join_limit_reached");
}

TEST_CASE("coverage: without a TLS line plaintext is not proven where TLS needs no STARTTLS") {
  ServiceEvidence service;
  service.tls_lines = 4;
  CHECK(service.plain_proof().plain);
  CHECK(service.plain_proof().plain_whole);
  service.with_statistics = 1;
  CHECK(service.plain_proof().plain);
  CHECK_FALSE(service.plain_proof().plain_whole);
  service.implicit_tls = 1;
  CHECK_FALSE(service.plain_proof().plain);
}

TEST_CASE("coverage: a plain message is proven only where the same service logs TLS") {
  Coverage coverage;
  messages_of(coverage, "submission", TlsEvidence::plain) = 3;
  messages_of(coverage, "submission", TlsEvidence::tls1_2) = 5;
  messages_of(coverage, "submission", TlsEvidence::proxied) = 1;
  coverage.services[{"mx", "submission"}].tls_lines = 9;
  messages_of(coverage, "smtpd", TlsEvidence::plain) = 7;
  messages_of(coverage, "smtpd", TlsEvidence::start_missing) = 2;

  CHECK(coverage.plain_proof("mx", "submission").plain);
  CHECK(coverage.plain_proof("mx", "submission").plain_whole);
  CHECK_FALSE(coverage.plain_proof("mx", "smtpd").plain);
  CHECK_FALSE(coverage.plain_proof("other", "submission").plain);

  const auto by_class = coverage.messages_by_class();
  CHECK(by_class[index_of(TlsClass::tls1_2)] == 5);
  CHECK(by_class[index_of(TlsClass::none)] == 3);
  CHECK(by_class[index_of(TlsClass::unknown)] == 10);

  const auto unknown = coverage.unknown_by_reason();
  CHECK(unknown[index_of(TlsEvidence::plain)] == 7);
  CHECK(unknown[index_of(TlsEvidence::start_missing)] == 2);
  CHECK(unknown[index_of(TlsEvidence::proxied)] == 1);
  CHECK(unknown[index_of(TlsEvidence::tls1_2)] == 0);
}

TEST_CASE("coverage: classes and reasons account for every counted message") {
  std::mt19937 random(9);
  for (int i = 0; i < 100; ++i) {
    const Coverage coverage = random_coverage(random);
    std::uint64_t all = 0;
    for (const auto& [key, evidence] : coverage.services) {
      for (const std::uint64_t count : evidence.messages) all += count;
    }
    std::uint64_t classes = 0;
    for (const std::uint64_t count : coverage.messages_by_class()) classes += count;
    std::uint64_t reasons = 0;
    for (const std::uint64_t count : coverage.unknown_by_reason()) reasons += count;
    CHECK(classes == all);
    CHECK(reasons == coverage.messages_by_class()[index_of(TlsClass::unknown)]);
  }
}

}  // namespace
