#include "report/exchange_advice.hpp"

#include "catch.hpp"

using namespace smtptally;

namespace {

std::string advice(const std::string& service, TlsEvidence evidence) {
  Coverage coverage;
  coverage.services[{"ex1.x.example", service}].messages[index_of(evidence)] = 3;
  return commands_for_logs(coverage, evidence);
}

std::string command(const std::string& connector) {
  return "Set-ReceiveConnector \"" + connector + "\" -ProtocolLoggingLevel Verbose";
}

}  // namespace

TEST_CASE("exchange advice: the connector of the Front End is that which hands over to the Hub's") {
  constexpr auto kFrontEnd = TlsEvidence::frontend_log_missing;
  CHECK(advice("EX1\\Client Proxy EX1", kFrontEnd) == command("EX1\\Client Frontend EX1"));
  CHECK(advice("EX1\\Default EX1", kFrontEnd) == command("EX1\\Default Frontend EX1"));
  CHECK(advice("EX1\\Relay of the hall", kFrontEnd).empty());
  // A row that names no connector.
  CHECK(advice("", kFrontEnd) == command("ex1\\Client Frontend ex1"));
}

TEST_CASE("exchange advice: the Hub's connector is named as it is") {
  constexpr auto kHub = TlsEvidence::hub_log_missing;
  CHECK(advice("EX1\\Default EX1", kHub) == command("EX1\\Default EX1"));
  CHECK(advice("EX1\\Relay of the hall", kHub) == command("EX1\\Relay of the hall"));
  CHECK(advice("", kHub) == command("ex1\\Client Proxy ex1"));
}
