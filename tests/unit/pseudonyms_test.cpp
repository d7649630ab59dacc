#include "pivot/pseudonyms.hpp"

#include <array>
#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "anonymous.hpp"
#include "pivot/address_pseudonym.hpp"
#include "pivot/message_text.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kTestKey = "a key that nobody would guess";

}  // namespace

TEST_CASE("pseudonyms: equal names and keys have equal ones, and no others have") {
  Pseudonyms one{std::string(kTestKey)};
  Pseudonyms same{std::string(kTestKey)};
  Pseudonyms other{"another key that nobody would guess"};
  std::set<std::string> made;
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = fmt::format("user{}@example{}.org", i, i % 100);
    CHECK(one.identity(name) == same.identity(name));
    made.insert(std::string(one.identity(name)));
    CHECK(made.count(std::string(other.identity(name))) == 0);
  }
  CHECK(made.size() == 20'000);
  CHECK_FALSE(one.has_twins());
}

TEST_CASE("pseudonyms: an identity keeps its parts, its domain and its case") {
  Pseudonyms names{std::string(kTestKey)};
  const std::string_view anna = names.identity("anna@example.org");
  const std::string_view bert = names.identity("bert@example.org");
  CHECK(domain_of(anna) == domain_of(bert));
  CHECK(anna != bert);
  CHECK(domain_of(names.identity("anna@example.net")) != domain_of(anna));
  CHECK(names.identity("anna@EXAMPLE.org") == anna);
  CHECK(names.identity("Anna@example.org") != anna);
  CHECK(names.identity("anna").find('@') == std::string_view::npos);
  CHECK(names.identity("anna@").back() == '@');
  CHECK(names.identity("@example.org").front() == '@');
  CHECK(names.identity("").empty());
  CHECK(names.identity("<>") == "<>");
  CHECK(names.original(anna) == "anna@example.org");
  CHECK(names.original("elsewhere") == "elsewhere");
}

TEST_CASE("pseudonyms: clients stay addresses, and networks stay networks") {
  Pseudonyms names{std::string(kTestKey)};
  std::set<std::string> clients;
  std::set<std::string> networks;
  for (int i = 0; i < 256; ++i) {
    const std::string_view made = names.client(fmt::format("192.0.2.{}", i));
    clients.insert(std::string(made));
    networks.insert(network_of(made));
  }
  CHECK(clients.size() == 256);
  CHECK(networks.size() == 1);
  for (int i = 0; i < 2000; ++i) {
    networks.insert(network_of(names.client(fmt::format("198.{}.{}.7", i / 256, i % 256))));
  }
  CHECK(networks.size() == 2001);
  const std::string first = address_pseudonym(kTestKey, "2001:db8:0:1::1");
  CHECK(network_of(first) == network_of(address_pseudonym(kTestKey, "2001:db8:0:2::1")));
  CHECK(network_of(first) != network_of(address_pseudonym(kTestKey, "2001:db8:1:1::1")));
  CHECK(first.substr(0, 2) == "fd");
  CHECK(address_pseudonym(kTestKey, "2001:DB8:0:1::1") != first);
  CHECK(address_pseudonym(kTestKey, "mail.example.org").empty());
  CHECK(names.client("unknown") == "unknown");
  CHECK(names.client("localhost").front() == 'c');
}

TEST_CASE("pseudonyms: texts that a client may have made do not stay") {
  Pseudonyms names{std::string(kTestKey)};
  for (const std::string_view stays : {"authentication failure", "UGFzc3dvcmQ6",
                                       "tlsv1 alert unknown ca", "no shared cipher", "-1"}) {
    CHECK(names.reason(stays) == stays);
  }
  for (const std::string_view goes :
       {"no user anna at mail", "PDE3LjQyQG1haWwuZXhhbXBsZS5vcmc+", "tlsv1 alert anna@example.org",
        "tlsv1 alert 192.0.2.1", "authentication failure of anna"}) {
    CHECK(names.reason(goes).front() == 'r');
    CHECK(names.reason(goes).size() == 13);
  }
  CHECK(names.service("postfix/submission/smtpd") == "postfix/submission/smtpd");
  const std::string host(names.host("EX1"));
  CHECK(names.service("EX1\\Client Proxy EX1") == host + "\\Client Proxy " + host);
  CHECK(names.service("EX1\\Anna's scanner").starts_with(host + "\\s"));
}

TEST_CASE("pseudonyms: what a sentence quotes does not stay") {
  CHECK(without_quotes("no quotes at all") == "no quotes at all");
  CHECK(without_quotes("cannot read 'ada's log': no such file") == "cannot read …: no such file");
  CHECK(without_quotes("'a' and \"b\" differ") == "… and … differ");
  CHECK(without_quotes("a quote ' without an end") == "a quote … without an end");
  CHECK(without_quotes("").empty());
}

TEST_CASE("pseudonyms: of a path only usual words stay") {
  Pseudonyms names{std::string(kTestKey)};
  CHECK(names.path("/var/log/mail.log.1.gz") == "/var/log/mail.log.1.gz");
  CHECK(names.path("-") == "-");
  const std::string made(names.path("/srv/anna.example.org/mail-20261101.log"));
  CHECK(made.starts_with("/srv/f"));
  CHECK(made.ends_with("/mail-20261101.log"));
  CHECK(made.find("anna") == std::string::npos);
  CHECK(made.find("example") == std::string::npos);
  CHECK(made.find("org") == std::string::npos);
}

}  // namespace smtptally
