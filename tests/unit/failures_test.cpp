#include <string>
#include <vector>

#include "catch.hpp"
#include "parse/library_reason.hpp"
#include "pivot/failure_filter.hpp"
#include "pivot/failure_list.hpp"
#include "pivot/refused_clients.hpp"

using namespace smtptally;
using Verdict = FailureFilter::Verdict;

namespace {

Failure login(std::string_view account) {
  return {.kind = FailureKind::login,
          .time = 1'795'132'800'000'000,
          .host = "mx",
          .service = "postfix/smtpd",
          .account = account,
          .client = "192.0.2.9",
          .mechanism = "plain",
          .reason_class = {},
          .reason = "no"};
}

Failure handshake() {
  return failure_of(HandshakeFailure{.time = 1'795'132'800'000'000,
                                     .host = "mx",
                                     .service = "postfix/smtpd",
                                     .client = "192.0.2.9",
                                     .reason_class = HandshakeReason::cipher,
                                     .reason = "no shared cipher"});
}

Verdict judged(const Selection& selection, const Failure& failure) {
  MessageText text(selection.sender, selection.fold_case);
  return FailureFilter(selection, Zone()).judge(failure, text);
}

}  // namespace

TEST_CASE("handshake: the reason that the library gives, and its class") {
  using R = HandshakeReason;
  const struct {
    std::string_view text;
    std::string_view reason;
    R reason_class;
  } cases[] = {
      {"error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_srvr.c:1657:",
       "unsupported protocol", R::protocol},
      {"error:1417D18C:SSL routines:tls_process_client_hello:version too low:a.c:974:",
       "version too low", R::protocol},
      {"25950:error:140760FC:SSL routines:SSL23_GET_CLIENT_HELLO:unknown protocol:s23_srvr.c:562:",
       "unknown protocol", R::protocol},
      {"error:0A00042E:SSL routines::tlsv1 alert protocol version:a.c:1:SSL alert number 70:",
       "tlsv1 alert protocol version", R::protocol},
      {"error:0A000175:SSL routines::inappropriate fallback:a.c:1:", "inappropriate fallback",
       R::protocol},
      {"error:0A00010B:SSL routines::wrong version number:a.c:350:", "wrong version number",
       R::protocol},
      {"7659:error:1408A0C1:SSL routines:SSL3_GET_CLIENT_HELLO:no shared cipher:s3_srvr.c:1387:",
       "no shared cipher", R::cipher},
      {"error:0A000410:SSL routines::ssl/tls alert handshake failure:a.c:1:SSL alert number 40:",
       "ssl/tls alert handshake failure", R::cipher},
      {"error:0A000065:SSL routines::no suitable key share:a.c:1:", "no suitable key share",
       R::cipher},
      {"error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:a.c:1543:SSL alert",
       "tlsv1 alert unknown ca", R::certificate},
      {"error:0A000412:SSL routines::ssl/tls alert bad certificate:a.c:916:SSL alert number 42:",
       "ssl/tls alert bad certificate", R::certificate},
      {"8073:error:14094415:SSL routines:SSL3_READ_BYTES:sslv3 alert certificate expired:a.c:1:",
       "sslv3 alert certificate expired", R::certificate},
      {"error:0A000126:SSL routines::unexpected eof while reading:a.c:308:",
       "unexpected eof while reading", R::closed},
      {"error:140940E5:SSL routines:ssl3_read_bytes:ssl handshake failure:a.c:1:",
       "ssl handshake failure", R::other},
      {"error:0A0000F4:SSL routines::unexpected message:a.c:312:", "unexpected message", R::other},
      {"error:0A0000F4:SSL routines::cut", "cut", R::other},
      {"error:0A0000F4", "", R::other},
      {"12error:0A0000F4:a:b:c:", "", R::other},
      {"no shared cipher", "", R::other},
  };
  for (const auto& c : cases) {
    INFO(c.text);
    CHECK(library_reason(c.text) == c.reason);
    CHECK(class_of_reason(library_reason(c.text)) == c.reason_class);
  }
  CHECK(is_return_value("-1"));
  CHECK(is_return_value("0"));
  CHECK_FALSE(is_return_value("-"));
  CHECK_FALSE(is_return_value("lost connection"));
}

TEST_CASE("failures: a filter judges what the log tells, and says where that does not decide") {
  using Op = Condition::Op;
  Selection domain;
  domain.domains = {"example.org"};
  CHECK(judged(domain, login("anna@Example.ORG")) == Verdict::wanted);
  CHECK(judged(domain, login("anna@example.net")) == Verdict::unwanted);
  CHECK(judged(domain, login("")) == Verdict::unknown);
  CHECK(judged(domain, handshake()) == Verdict::unknown);

  const struct {
    Condition condition;
    Verdict of_login;
    Verdict of_handshake;
  } cases[] = {
      {{"client", Op::equal, {"192.0.2.9"}, {}}, Verdict::wanted, Verdict::wanted},
      {{"network", Op::equal, {"192.0.3.0/24"}, {}}, Verdict::unwanted, Verdict::unwanted},
      {{"day", Op::equal, {"2026-11-20"}, {}}, Verdict::wanted, Verdict::wanted},
      {{"mechanism", Op::equal, {"PLAIN"}, {}}, Verdict::wanted, Verdict::unknown},
      {{"account", Op::not_equal, {"anna"}, {}}, Verdict::unwanted, Verdict::unknown},
      {{"tls", Op::equal, {"tls1_0"}, {}}, Verdict::unknown, Verdict::unknown},
      {{"cipher", Op::equal, {""}, {}}, Verdict::unknown, Verdict::unknown},
      {{"messages", Op::greater, {"0"}, {}}, Verdict::unknown, Verdict::unknown},
  };
  for (const auto& c : cases) {
    Selection selection;
    selection.conditions = {c.condition};
    INFO(c.condition.field);
    CHECK(judged(selection, login("anna")) == c.of_login);
    CHECK(judged(selection, handshake()) == c.of_handshake);
  }
  Selection both;  // One that can not be judged, and one that says no.
  both.conditions = {{"tls", Op::equal, {"tls1_0"}, {}}, {"host", Op::equal, {"other"}, {}}};
  CHECK(judged(both, login("anna")) == Verdict::unwanted);
  Selection by_envelope;
  by_envelope.sender = SenderKind::envelope;
  by_envelope.domains = {"example.org"};
  CHECK(judged(by_envelope, login("anna@example.org")) == Verdict::unknown);
}

TEST_CASE("failures: a list keeps both kinds, in any order of parts") {
  MessageText text(SenderKind::account, false);
  FailureList one;
  one.add(login("Anna@Example.ORG"), text);
  FailureList other;
  other.add(handshake(), text);
  FailureList left = one;
  left.merge(other);
  FailureList right = other;
  right.merge(one);
  CHECK(left == right);
  CHECK_FALSE(left == one);
  const Failure first = left.failure(left.rows()[0]);
  CHECK(first.kind == FailureKind::login);
  CHECK(first.account == "Anna@example.org");
  CHECK(first.mechanism == "PLAIN");
  const Failure second = left.failure(left.rows()[1]);
  CHECK(second.kind == FailureKind::handshake);
  CHECK(second.reason_class == "cipher");
}

TEST_CASE("refused clients: each with the accounts that it sent as, in any order of parts") {
  RefusedClients one;
  one.sent("192.0.2.1", "bert");
  one.sent("192.0.2.1", "bert");
  one.refused("192.0.2.1", 5);
  one.refused("192.0.2.2", 6);
  RefusedClients other;
  other.sent("192.0.2.1", "anna");
  other.sent("192.0.2.3", "carla");
  other.refused("192.0.2.2", 4);
  RefusedClients left = one;
  left.merge(other);
  RefusedClients right = other;
  right.merge(one);
  for (const RefusedClients* both : {&left, &right}) {
    const auto clients = both->clients();
    REQUIRE(clients.size() == 2);
    CHECK(clients[0].client == "192.0.2.2");
    CHECK(clients[0].refused == 2);
    CHECK(clients[0].last == 6);
    CHECK(clients[0].seen_as.empty());
    CHECK(clients[1].client == "192.0.2.1");
    CHECK(clients[1].seen_as == std::vector<std::string_view>{"anna", "bert"});
  }
}
