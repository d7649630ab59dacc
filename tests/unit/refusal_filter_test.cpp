#include "pivot/refusal_filter.hpp"

#include "catch.hpp"
#include "pivot/accumulator.hpp"

using namespace smtptally;

namespace {

LoginFailure login() {
  LoginFailure refused;
  refused.time = Micros{1'795'262'400} * kMicrosPerSecond;  // 2026-11-21 12:00 UTC.
  refused.host = "mx";
  refused.service = "postfix/submission/smtpd";
  refused.account = "Anna@Example.ORG";
  refused.client = "192.0.2.7";
  refused.mechanism = "login";
  refused.reason = "authentication failure";
  return refused;
}

Condition equal(std::string field, std::string value) {
  return {std::move(field), Condition::Op::equal, {std::move(value)}, {}};
}

}  // namespace

TEST_CASE("refusals: a filter judges what they have, as reports print it, and nothing else") {
  using enum Judgement;
  const struct {
    std::string_view field;
    std::string_view value;
    Judgement wanted;
  } cases[] = {
      {"account", "Anna@example.org", yes},
      {"account", "anna@example.org", no},
      {"sender", "Anna@example.org", yes},
      {"domain", "example.org", yes},
      {"domain", "example.net", no},
      {"client", "192.0.2.7", yes},
      {"network", "192.0.2.0/24", yes},
      {"mechanism", "LOGIN", yes},
      {"mechanism", "PLAIN", no},
      {"service", "postfix/submission/smtpd", yes},
      {"host", "other", no},
      {"day", "2026-11-21", yes},
      {"hour", "2026-11-21 13:00", no},
      {"weekday", "Sat", yes},
      {"reason", "", no},
      {"tls", "tls1_0", cannot_tell},
      {"tls1_0", "1", cannot_tell},
      {"messages", "1", cannot_tell},
      {"cipher", "", cannot_tell},
      {"envelope_sender", "<>", cannot_tell},
  };
  for (const auto& c : cases) {
    INFO(c.field << "=" << c.value);
    Selection selection;
    selection.conditions = {equal(std::string(c.field), std::string(c.value))};
    CHECK(RefusalFilter(selection, Zone()).judge(login()) == c.wanted);
  }
}

TEST_CASE("refusals: a definite no is one, whatever else can not be told") {
  Selection selection;
  selection.conditions = {equal("tls", "tls1_0"), equal("host", "other")};
  CHECK(RefusalFilter(selection, Zone()).judge(login()) == Judgement::no);
  selection.conditions = {equal("tls", "tls1_0"), equal("host", "mx")};
  CHECK(RefusalFilter(selection, Zone()).judge(login()) == Judgement::cannot_tell);
}

TEST_CASE("refusals: who tried is not told by every log, nor MAIL FROM by any") {
  Selection selection;
  selection.domains = {"example.org"};
  CHECK(RefusalFilter(selection, Zone()).judge(login()) == Judgement::yes);
  LoginFailure nobody = login();
  nobody.account = {};
  CHECK(RefusalFilter(selection, Zone()).judge(nobody) == Judgement::cannot_tell);
  selection.sender = SenderKind::envelope;
  CHECK(RefusalFilter(selection, Zone()).judge(login()) == Judgement::cannot_tell);
  CHECK(RefusalFilter({}, Zone()).judge(nobody) == Judgement::yes);
}

TEST_CASE("refusals: no sum is given where one of them can not be judged") {
  Selection selection;
  selection.domains = {"example.org"};
  Accumulator known({}, selection, Zone());
  known.refused(login());
  CHECK(known.failure_count() == 1);
  LoginFailure nobody = login();
  nobody.account = {};
  Accumulator unknown({}, selection, Zone());
  unknown.refused(nobody);
  CHECK_FALSE(unknown.failure_count());
  known.merge(unknown);
  CHECK_FALSE(known.failure_count());
  CHECK(known.failures_not_judged() == 1);
  known.clear();
  CHECK(known.failure_count() == 0);
}
