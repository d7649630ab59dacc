#include "parse/dialect_set.hpp"

#include <map>
#include <set>
#include <string>

#include "catch.hpp"

using namespace smtptally;

namespace {

DialectSet only(std::size_t number) {
  DialectSet dialects;
  dialects.insert(number);
  return dialects;
}

}  // namespace

TEST_CASE("dialects: each has a name of its own, and every question asks its properties") {
  struct Expected {
    LogServer server;
    LogKind kind;
    bool multi_line;
    bool exported;
  };
  using enum LogServer;
  const std::map<std::string, Expected> others{
      {"exim", {exim, LogKind::lines, false, false}},
      {"journal-json", {any, LogKind::journal, false, false}},
      {"journal-export", {any, LogKind::journal, true, false}},
      {"journal-file", {any, LogKind::journal, false, false}},
      {"exchange-tracking", {exchange, LogKind::tracking, false, false}},
      {"exchange-tracking-csv", {exchange, LogKind::tracking, true, true}},
      {"exchange-online-trace", {exchange, LogKind::online, true, true}},
      {"exchange-online-summary", {exchange, LogKind::online, true, true}},
      {"exchange-online-clients", {exchange, LogKind::online, true, true}},
      {"exchange-receive", {exchange, LogKind::receive, false, false}},
      {"exchange-send", {exchange, LogKind::send, false, false}},
      {"iis-smtp", {iis, LogKind::web, false, false}},
  };
  std::set<std::string> names;
  for (std::size_t i = 0; i < kDialectCount; ++i) {
    const DialectSet dialects = only(i);
    const std::string name = dialects.names();
    INFO(name);
    CHECK(names.insert(name).second);
    const auto found = others.find(name);
    const Expected expected =
        found != others.end() ? found->second : Expected{any, LogKind::lines, false, false};
    for (const LogServer server : {any, exchange, iis, exim}) {
      CHECK(dialects.any(server) == (server == expected.server));
    }
    for (unsigned k = 0; k <= static_cast<unsigned>(LogKind::web); ++k) {
      const auto kind = static_cast<LogKind>(k);
      CHECK(dialects.any(kind) == (kind == expected.kind));
      CHECK(dialects.is_only(kind) == (kind == expected.kind));
      CHECK(dialects.kinds().contains(kind) == (kind == expected.kind));
    }
    CHECK(dialects.any_multi_line() == expected.multi_line);
    CHECK(dialects.any_exported() == expected.exported);
  }
  for (const auto& [name, expected] : others) CHECK(names.contains(name));
}

TEST_CASE("dialects: of a mixed file, each of its dialects answers") {
  DialectSet dialects = only(kEximFile + 1);
  const std::size_t receive = kExchange + static_cast<std::size_t>(TableKind::receive);
  dialects |= only(receive);
  CHECK(dialects.size() == 2);
  CHECK(dialects.names() == "rfc3339, exchange-receive");
  CHECK(dialects.any(LogServer::any));
  CHECK(dialects.any(LogServer::exchange));
  CHECK_FALSE(dialects.any(LogServer::iis));
  CHECK(dialects.any(LogKind::receive));
  CHECK_FALSE(dialects.is_only(LogKind::receive));
  CHECK(dialects.kinds().contains(LogKind::lines));
  CHECK_FALSE(dialects.kinds().contains(LogKind::tracking));
}

TEST_CASE("dialects: nothing found is no dialect") {
  const DialectSet none;
  CHECK(none.empty());
  CHECK(none.names().empty());
  CHECK(none.kinds().empty());
  CHECK_FALSE(none.any(LogServer::any));
  CHECK_FALSE(none.is_only(LogKind::send));
}
