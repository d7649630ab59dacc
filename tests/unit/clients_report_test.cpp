#include "smtptally/clients_report.hpp"

#include "catch.hpp"

using namespace smtptally;

namespace {

std::vector<ReportedSender> read(std::string_view csv) {
  Result<std::vector<ReportedSender>> senders = parse_clients_report(csv);
  REQUIRE(senders);
  return std::move(senders).value();
}
std::string error_of(std::string_view csv) {
  const Result<std::vector<ReportedSender>> senders = parse_clients_report(csv);
  REQUIRE_FALSE(senders);
  return senders.error().message;
}

}  // namespace

TEST_CASE("clients report: old and new names, and our own CSV") {
  const auto fresh = read(
      "\xEF\xBB\xBF#TYPE x\r\n\"Domain\",\"Sender address\",\"TLS 1.0 %\",\"TLS 1.2 %\",\"Messages "
      "sent\"\r\n\"x\",\"a@x\",\"12.5\",\"87.5%\",\"1,234\"\r\n\r\n");
  REQUIRE(fresh.size() == 1);
  CHECK(fresh[0].address == "a@x");
  CHECK(fresh[0].messages == 1234);
  CHECK(fresh[0].tls[0] == PrintedShare{12.5, 1});
  CHECK_FALSE(fresh[0].tls[1]);
  CHECK(fresh[0].tls[2] == PrintedShare{87.5, 1});

  const auto old =
      read("Sender address,TLS1.0%,TLS1.1%,TLS1.2%,Message count\na@x,100% (3),\"0,0\",,3");
  REQUIRE(old.size() == 1);
  CHECK(old[0].tls[0] == PrintedShare{100, 0});
  CHECK(old[0].tls[1] == PrintedShare{0, 1});
  CHECK_FALSE(old[0].tls[2]);

  const auto ours =
      read("sender,domain,messages,tls1_0,tls1_0_pct,tls1_3,tls1_3_pct\na@x,x,4,1,25.00,3,75.00\n");
  CHECK(ours[0].tls[0] == PrintedShare{25, 2});
  CHECK(ours[0].tls[3] == PrintedShare{75, 2});
}

TEST_CASE("clients report: what is wrong is said with its line") {
  CHECK(error_of("") == "it is empty");
  CHECK(error_of("a,b\n1,2\n").starts_with("it is no SMTP AUTH clients report"));
  CHECK(error_of("Sender address,Message count\na@x\n") == "line 2 has no number of messages");
  CHECK(error_of("Sender address,Message count\na@x,1\nb@x,-1\n") ==
        "line 3 has no number of messages");
  CHECK(error_of("Sender address,Message count\n\"a@x,1\n") == "line 2 ends inside quotes");
}
