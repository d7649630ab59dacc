#include "smtptally/clients_report.hpp"

#include "catch.hpp"
#include "exchange/report_cells.hpp"
#include "exchange/vocabulary.hpp"

using namespace smtptally;

namespace {

ClientsReport read(std::string_view csv) {
  Result<ClientsReport> report = parse_clients_report(csv);
  INFO((report ? std::string() : report.error().message));
  REQUIRE(report);
  return std::move(report).value();
}
std::string error_of(std::string_view csv) {
  const Result<ClientsReport> report = parse_clients_report(csv);
  REQUIRE_FALSE(report);
  return report.error().message;
}
const std::optional<ReportedCount>& tls(const ReportedSender& sender, TlsClass c) {
  return sender.tls[index_of(c)];
}

}  // namespace

TEST_CASE("clients report: old and new names, and our own CSV") {
  const auto fresh =
      read(
          "\xEF\xBB\xBF#TYPE x\r\n\"Domain\",\"Sender address\",\"TLS 1.0 %\",\"TLS 1.2 "
          "%\",\"Messages "
          "sent\"\r\n\"x\",\"a@x\",\"12.5\",\"87.5%\",\"1,600\"\r\n\r\n")
          .senders;
  REQUIRE(fresh.size() == 1);
  CHECK(fresh[0].address == "a@x");
  CHECK(fresh[0].messages == 1600);
  CHECK(tls(fresh[0], TlsClass::tls1_0)->messages == Approx(200));
  CHECK(tls(fresh[0], TlsClass::tls1_0)->slack == Approx(0.8));
  CHECK_FALSE(tls(fresh[0], TlsClass::tls1_1));
  CHECK(tls(fresh[0], TlsClass::tls1_2)->messages == Approx(1400));

  const auto old =
      read("Sender address,TLS1.0%,TLS1.1%,TLS1.2%,Message count\na@x,100% (3),\"0,0\",,3").senders;
  REQUIRE(old.size() == 1);
  CHECK(tls(old[0], TlsClass::tls1_0) == ReportedCount{3, 0, 0});
  CHECK(tls(old[0], TlsClass::tls1_1)->messages == 0);
  CHECK(tls(old[0], TlsClass::tls1_2)->messages == 0);

  const auto ours =
      read("sender,domain,messages,tls1_0,tls1_0_pct,tls1_3,tls1_3_pct\na@x,x,4,1,25.00,3,75.00\n")
          .senders;
  CHECK(tls(ours[0], TlsClass::tls1_0) == ReportedCount{1, 0, 2});
  CHECK(tls(ours[0], TlsClass::tls1_3) == ReportedCount{3, 0, 2});
}

TEST_CASE("clients report: the names of columns in any spelling, with any separator") {
  for (const std::string_view header :
       {"Sender address,Domain,TLS 1.0 (percentage),TLS 1.2 (percentage),Messages sent",
        "SenderAddress,Domain,TLS1_0Percentage,TLS1_2Percentage,MessagesSent",
        "SMTP AUTH clients report\n\nSender address,Domain,TLS 1.0 %,TLS 1.2 %,Messages sent",
        "sep=,\nSender,Domain,% TLS 1.0,TLSv1.2 percent,Messages",
        "Sender address,Domain,TLS 1.0,TLS 1.2,Messages sent"}) {
    INFO(header);
    for (const char separator : {',', ';', '\t'}) {
      std::string csv = std::string(header) + "\na@x,x,25%,75%,4\n,,,,\n";
      std::replace(csv.begin(), csv.end(), ',', separator);
      const auto senders = read(csv).senders;
      REQUIRE(senders.size() == 1);
      CHECK(senders[0].messages == 4);
      CHECK(tls(senders[0], TlsClass::tls1_0)->messages == Approx(1));
      CHECK(tls(senders[0], TlsClass::tls1_2)->messages == Approx(3));
    }
  }
}

TEST_CASE("clients report: the rows of one sender are summed, without regard to case") {
  const auto senders =
      read(
          "Sender address,TLS 1.0 %,TLS 1.2 %,Messages sent,Authentication "
          "Protocol\nA@x,0,100,2,OAuth\nb@x,33.3,66.7,3,Basic\na@X,50,50,4,Basic\n")
          .senders;
  REQUIRE(senders.size() == 2);
  CHECK(senders[0].address == "A@x");
  CHECK(senders[0].messages == 6);
  CHECK(tls(senders[0], TlsClass::tls1_0)->messages == Approx(2));
  CHECK(tls(senders[0], TlsClass::tls1_2)->messages == Approx(4));
  CHECK(tls(senders[0], TlsClass::tls1_2)->slack == Approx(0.03));
}

TEST_CASE("clients report: the detailed report has a row for each message") {
  const auto senders =
      read(
          "date,senderName,senderDomain,authMethod,original_client_ip,tls_version,tls_cipher,"
          "message_count,message_id\n"
          "2026-11-02,anna,example.org,LOGIN,192.0.2.1,TLS1_2,AES,2,<1@x>\n"
          "2026-11-02,anna@example.org,,LOGIN,192.0.2.1,TLSv1.0,AES,1,<2@x>\n"
          "2026-11-02,anna,example.org,LOGIN,192.0.2.1,None,,1,<3@x>\n")
          .senders;
  REQUIRE(senders.size() == 1);
  CHECK(senders[0].address == "anna@example.org");
  CHECK(senders[0].messages == 4);
  CHECK(tls(senders[0], TlsClass::tls1_0) == ReportedCount{1, 0, 2});
  CHECK(tls(senders[0], TlsClass::tls1_2) == ReportedCount{2, 0, 2});
  CHECK(tls(senders[0], TlsClass::none) == ReportedCount{1, 0, 2});
}

TEST_CASE("clients report: shares of a spreadsheet are fractions of 1, totals are left out") {
  const auto report = read(
      "Sender address,TLS 1.0 %,TLS 1.2 %,Messages sent\na@x,0.5,0.5,4\nb@x,1,0,2\nTotal,,,6\n");
  REQUIRE(report.senders.size() == 2);
  CHECK(tls(report.senders[0], TlsClass::tls1_0)->messages == Approx(2));
  CHECK(tls(report.senders[1], TlsClass::tls1_0)->messages == Approx(2));
  CHECK(report.notes.size() == 2);
  // A sender of 1 % TLS 1.0 is none of these.
  const auto real = read("Sender address,TLS 1.0 %,Messages sent\na@x,1,100\nb@x,50,2\n");
  CHECK(tls(real.senders[0], TlsClass::tls1_0)->messages == Approx(1));
  CHECK(real.notes.empty());
  CHECK(read("Sender address,Messages sent,Company\na@x,1,c\n").notes.size() == 1);
}

TEST_CASE("clients report: what is wrong is said with its line and column") {
  const std::string header = "Sender address,TLS 1.0 %,Messages sent\n";
  struct Wrong {
    std::string csv;
    std::string error;
  };
  const std::vector<Wrong> all{
      {"", "it is empty"},
      {"Sender address,Message count\na@x\n", "line 2 has 1 fields, the header 2"},
      {"Sender address,Message count\na@x,1\nb@x,-1\n",
       "line 3, column \"Message count\": \"-1\" is no number of messages"},
      {"Sender address,Message count\n\"a@x,1\n", "line 2 ends inside quotes"},
      {header + "a@x,50,4.5\n",
       "line 2, column \"Messages sent\": \"4.5\" is no number of messages"},
      {header + "a@x,50,4.000\n",
       "line 2, column \"Messages sent\": \"4.000\" is no number of messages"},
      {header + "a@x,50,1,004\n", "line 2 has 4 fields, the header 3"},
      {header + "a@x,half,4\n", "line 2, column \"TLS 1.0 %\": \"half\" is no share of messages"},
      {header + "a@x,150,4\n", "line 2, column \"TLS 1.0 %\": \"150\" is no share of messages"},
      {header + "a@x,,4\n", "line 2, column \"TLS 1.0 %\": \"\" is no share of messages"},
      {header + "a@x,50% (3),4\n",
       "line 2, column \"TLS 1.0 %\": \"50% (3)\" is not that share of 4 messages"},
      {header + ",50,4\n", "line 2 names no sender"},
      {"Sender address,TLS 1.4 %,Messages sent\na@x,50,4\n",
       "line 1: column 2, \"TLS 1.4 %\", is of no TLS version that is known here"},
      {"Sender address,SSL other,Messages sent\na@x,50,4\n",
       "line 1: column 2, \"SSL other\", is of no TLS version that is known here"},
      {"Sender address,Old TLS,Messages sent\na@x,50,4\n",
       "line 1: column 2, \"Old TLS\", is of no TLS version that is known here"},
      {"Sender address,Other %,Messages sent\na@x,50,4\n",
       "line 1: column 2, \"Other %\", is of no TLS version that is known here"},
      {"Sender address,TLS 1.0 %,TLS 1.2 %,Messages sent\na@x,90,50,4\n",
       "line 2: its shares add up to 140.0 %"},
      {"Sender address,TLS 1.0,TLS 1.2,Messages sent\na@x,50,50,200\n",
       "line 2: its numbers for TLS do not add up to 200 messages"},
      {"date,senderName,tls_version,message_count\n2026-11-02,a@x,TLS9,1\n",
       "line 2, column \"tls_version\": \"TLS9\" is no TLS version that is known here"}};
  for (const Wrong& wrong : all) CHECK(error_of(wrong.csv) == wrong.error);
  CHECK(error_of("a,b\n1,2\n").starts_with("it is no SMTP AUTH clients report"));
}

TEST_CASE("clients report: whole numbers in the ways of locales") {
  struct Number {
    std::string_view text;
    char separator;
    std::optional<std::uint64_t> expected;
  };
  const std::vector<Number> all{{"4", ',', 4},
                                {"4.0", ',', 4},
                                {"4,0", ';', 4},
                                {"4.00", ',', 4},
                                {"1,004", ',', 1004},
                                {"1.004", ';', 1004},
                                {"1 004", ',', 1004},
                                {"1\xC2\xA0"
                                 "004",
                                 ',', 1004},
                                {"1\xE2\x80\xAF"
                                 "004",
                                 ';', 1004},
                                {"1'004", ',', 1004},
                                {"1,004.0", ',', 1004},
                                {"1.004,00", ';', 1004},
                                {"1,00,004", ',', 100004},
                                {"1,000,000", ',', 1000000},
                                {"4,000", ',', 4000},
                                {"4.000", ';', 4000},
                                {"4.000", ',', {}},
                                {"4,000", ';', {}},
                                {"4.5", ',', {}},
                                {"4e2", ',', {}},
                                {"-4", ',', {}},
                                {"", ',', {}},
                                {"1,0040", ',', {}},
                                {"1,,004", ',', {}},
                                {"99999999999999999999", ',', {}}};
  for (const Number& number : all) {
    INFO(number.text);
    CHECK(parse_whole(number.text, number.separator) == number.expected);
  }
}

TEST_CASE("clients report: a TLS version in any spelling") {
  struct Spelling {
    std::string_view text;
    TlsEvidence expected;
  };
  const std::vector<Spelling> all{{"TLS1_2", TlsEvidence::tls1_2},
                                  {"TLS1.2", TlsEvidence::tls1_2},
                                  {"TLS 1.2", TlsEvidence::tls1_2},
                                  {"TLSv1.2", TlsEvidence::tls1_2},
                                  {"Tls12", TlsEvidence::tls1_2},
                                  {"SP_PROT_TLS1_2_SERVER", TlsEvidence::tls1_2},
                                  {"1.2", TlsEvidence::tls1_2},
                                  {"TLS_1_2", TlsEvidence::tls1_2},
                                  {"TLS1_0", TlsEvidence::tls1_0},
                                  {"TLSv1", TlsEvidence::tls1_0},
                                  {"tls1.1", TlsEvidence::tls1_1},
                                  {"SP_PROT_TLS1_3_SERVER", TlsEvidence::tls1_3},
                                  {"Ssl3", TlsEvidence::ssl},
                                  {"SSL 3.0", TlsEvidence::ssl},
                                  {"None", TlsEvidence::proven_plain},
                                  {"No TLS", TlsEvidence::proven_plain},
                                  {"", TlsEvidence::not_stated},
                                  {"-", TlsEvidence::not_stated},
                                  {"N/A", TlsEvidence::not_stated},
                                  {"TLS", TlsEvidence::contradictory},
                                  {"12", TlsEvidence::contradictory},
                                  {"TLS1_4", TlsEvidence::contradictory},
                                  {"TLS12.2", TlsEvidence::contradictory}};
  for (const Spelling& spelling : all) {
    INFO(spelling.text);
    CHECK(reported_tls(spelling.text) == spelling.expected);
  }
}
