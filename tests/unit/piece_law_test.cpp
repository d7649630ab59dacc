#include <fmt/format.h>

#include "catch.hpp"
#include "smtptally/time_spec.hpp"
#include "support/effort.hpp"
#include "support/exchange_log.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"

using namespace smtptally;
using World = Correlator::World;

namespace {

std::string everything(Piece& piece, const Config& config) {
  const char* const earlier = piece.misses_earlier() ? "misses earlier lines\n" : "";
  piece.finish();
  return report_of(piece, config) + coverage_of(piece) + earlier;
}

/// Of every other seed with content filters.
std::vector<std::string> law_log(unsigned seed, std::size_t sessions) {
  return seed / 2 % 2 == 0 ? random_log(seed, sessions) : random_filter_log(seed, sessions);
}

/// events with every kind of mail: each message, whole, so that nothing can cancel out.
Config law_config(AuthScope scope) {
  Config config = test_config(Command::events);
  config.selection.auth = scope;
  return config;
}

std::string whole_of(const std::vector<std::string>& log, const Config& config) {
  return everything(*piece_of(joined(log, 0, log.size()), World::closed, config), config);
}

/// Two parts of a log report what the whole does, wherever it is cut.
void check_every_cut(const std::vector<std::string>& log, const Config& config) {
  const std::string whole = whole_of(log, config);
  for (std::size_t cut = 0; cut <= log.size(); ++cut) {
    const auto left = piece_of(joined(log, 0, cut), World::closed, config);
    left->merge(*piece_of(joined(log, cut, log.size()), World::open, config));
    INFO("cut before line " << cut + 1 << " of\n" << joined(log, 0, log.size()));
    REQUIRE(everything(*left, config) == whole);
  }
}

/// Three parts of a log, merged from the left and from the right, report what the whole does.
void check_in_three(const std::vector<std::string>& log, std::size_t first, std::size_t second,
                    const std::string& whole, const Config& config) {
  const auto part = [&](std::size_t begin, std::size_t end, World world) {
    return piece_of(joined(log, begin, end), world, config);
  };
  const auto left = part(0, first, World::closed);
  left->merge(*part(first, second, World::open));
  left->merge(*part(second, log.size(), World::open));

  const auto right = part(0, first, World::closed);
  const auto tail = part(first, second, World::open);
  tail->merge(*part(second, log.size(), World::open));
  right->merge(*tail);

  INFO("cut before lines " << first + 1 << " and " << second + 1 << " of\n"
                           << joined(log, 0, log.size()));
  REQUIRE(everything(*left, config) == whole);
  REQUIRE(everything(*right, config) == whole);
}

/// The same for every two cuts.
void check_all_in_three(const std::vector<std::string>& log, const Config& config) {
  const std::string whole = whole_of(log, config);
  for (std::size_t first = 0; first <= log.size(); ++first) {
    for (std::size_t second = first; second <= log.size(); ++second) {
      check_in_three(log, first, second, whole, config);
    }
  }
}

}  // namespace

TEST_CASE("piece: the law holds when hours, days and weeks pass between the lines") {
  for (unsigned seed = 1; seed <= effort(150); ++seed) {
    const Config config = law_config(seed % 2 == 0 ? AuthScope::only : AuthScope::any);
    const std::vector<std::string> log = with_pauses(law_log(seed, 14), seed);
    INFO("seed " << seed);
    check_every_cut(log, config);
  }
}

TEST_CASE("piece: for every cut the merge reports the same bytes as the whole") {
  for (const AuthScope scope : {AuthScope::only, AuthScope::any}) {
    const Config config = law_config(scope);
    for (unsigned seed = 1; seed <= effort(60); ++seed) {
      const std::vector<std::string> log = law_log(seed, 14);
      INFO("seed " << seed);
      check_every_cut(log, config);
    }
  }
}

TEST_CASE("piece: the law holds when lines stand out of order by a second") {
  for (unsigned seed = 1; seed <= effort(240); ++seed) {
    const Config config = law_config(seed % 2 == 0 ? AuthScope::only : AuthScope::any);
    const std::vector<std::string> log = out_of_order(law_log(seed, 14), seed);
    INFO("seed " << seed);
    check_every_cut(log, config);
    check_in_three(log, log.size() / 3, log.size() / 2, whole_of(log, config), config);
  }
}

TEST_CASE("piece: refused handshakes are the same wherever the log is cut") {
  Config config = law_config(AuthScope::only);
  config.failures = true;
  unsigned with_handshakes = 0;
  for (unsigned seed = 1; seed <= effort(80); ++seed) {
    std::vector<std::string> log = law_log(seed, 12);
    if (seed % 3 == 1) log = out_of_order(log, seed);
    if (seed % 3 == 2) log = with_pauses(log, seed);
    INFO("seed " << seed);
    check_every_cut(log, config);
    const std::string whole = whole_of(log, config);
    check_in_three(log, log.size() / 3, log.size() / 2, whole, config);
    if (whole.find(",handshake,") != std::string::npos) ++with_handshakes;
  }
  CHECK(with_handshakes > effort(20));
}

TEST_CASE("piece: a range and the period before it are the same wherever the log is cut") {
  unsigned with_both = 0;
  for (unsigned seed = 1; seed <= effort(80); ++seed) {
    const std::vector<std::string> log = with_pauses(law_log(seed, 14), seed);
    const auto time_of = [&](std::size_t line) {
      const std::string stamp = log[line].substr(0, log[line].find(' '));
      return parse_time_spec(stamp, 0, Zone()).value().at;
    };
    Config config = test_config(Command::compare);
    config.selection.auth = seed % 2 == 0 ? AuthScope::only : AuthScope::any;
    config.selection.range = {time_of(log.size() / 2), kEndOfTime};
    config.selection.before = {time_of(log.size() / 8), time_of(log.size() / 2)};
    INFO("seed " << seed);
    check_every_cut(log, config);
    const std::string whole = whole_of(log, config);
    check_in_three(log, log.size() / 3, log.size() / 2, whole, config);
    if (whole.find(",both,") != std::string::npos) ++with_both;
  }
  CHECK(with_both > effort(20));
}

TEST_CASE("piece: late connect lines open what they open in the whole log") {
  const std::string client = ": client=a[192.0.2.1], sasl_method=PLAIN, sasl_username=anna";
  const std::vector<std::vector<std::string>> logs{
      // Behind the client= line of its second, and in front of a copy of that one.
      {"08Z mail px/smtpd[1]: connect from b[192.0.2.9]", "17Z mail px/smtpd[7]: A1B2C3D4" + client,
       "17Z mail px/smtpd[7]: connect from a[192.0.2.1]",
       "17Z mail px/cleanup[8]: A1B2C3D4: reject: body x from a[192.0.2.1]; from=<a@b> to=<c@d> "
       "proto=ESMTP helo=<h>: 5.7.1 no",
       "17Z mail px/smtpd[7]: A1B2C3D4" + client},
      // Behind the client= line of a later second.
      {"20Z mail px/qmgr[9]: B1B2C3D4: removed", "25Z mail px/smtpd[7]: A1B2C3D4" + client,
       "24Z mail px/smtpd[7]: connect from a[192.0.2.1]",
       "25Z mail px/smtpd[7]: A1B2C3D4" + client},
      // A copy, behind a line of an earlier second.
      {"23Z mail px/smtpd[7]: connect from a[192.0.2.1]",
       "21Z mail px/smtpd[6]: disconnect from c[192.0.2.3]",
       "23Z mail px/smtpd[7]: connect from a[192.0.2.1]",
       "24Z mail px/smtpd[7]: A1B2C3D4" + client},
      // A copy, of which the other waits behind the beginning of its part.
      {"14Z mail px/smtpd[1]: connect from b[192.0.2.9]", "16Z mail px/smtpd[7]: A1B2C3D4" + client,
       "17Z mail px/smtpd[7]: connect from a[192.0.2.1]", "18Z mail px/qmgr[9]: A1B2C3D4: removed",
       "17Z mail px/smtpd[7]: connect from a[192.0.2.1]"}};
  for (std::vector<std::string> log : logs) {
    for (std::string& line : log) line.insert(0, "2026-11-20T10:00:");
    check_all_in_three(log, law_config(AuthScope::any));
  }
}

TEST_CASE("piece: the copy of a client= line counts once, though a connect line came late") {
  const std::string client =
      "px/smtpd[105]: A10059E3A05: client=unknown[192.0.2.5], "
      "sasl_method=PLAIN, sasl_username=anna";
  std::vector<std::string> log{
      "2026-11-20T00:00:40Z mail px/smtpd[106]: connect from a[192.0.2.3]"};
  for (const std::string& text :
       {client, std::string("px/smtpd[105]: connect from unknown[192.0.2.5]"), client,
        std::string("px/qmgr[77]: A10059E3A05: removed")}) {
    log.push_back("2026-11-20T00:00:44Z mail " + text);
  }
  const Config config = law_config(AuthScope::only);
  const auto whole = piece_of(joined(log, 0, log.size()), World::closed, config);
  whole->finish();
  REQUIRE(whole->coverage()[CoverageItem::duplicate_lines] == 1);
  check_every_cut(log, config);
}

TEST_CASE("piece: a client= line that is said again and again opens no session of its own") {
  const std::string client = "px/smtpd[7]: A1B2C3D4: client=a[192.0.2.1]";
  const std::string connect = "px/smtpd[7]: connect from a[192.0.2.1]";
  std::vector<std::string> log{
      "2026-11-20T10:00:01Z mail px/smtpd[1]: connect from b[192.0.2.9]",
      "2026-11-20T10:00:05Z mail " + client,
      "2026-11-20T10:00:06Z mail " + client,
      "2026-11-20T10:00:06Z mail " + connect,
      "2026-11-20T10:00:06Z mail " + client,
      "2026-11-20T10:00:06Z mail px/smtpd[7]: B1B2C3D4: client=a[192.0.2.1]",
      "2026-11-20T10:00:07Z mail px/smtpd[7]: disconnect from a[192.0.2.1] data=1",
  };
  const Config config = law_config(AuthScope::any);
  const auto whole = piece_of(joined(log, 0, log.size()), World::closed, config);
  whole->finish();
  REQUIRE(whole->coverage()[CoverageItem::messages_by_statistics] == 1);
  check_every_cut(log, config);
}

TEST_CASE("piece: what a filter gave back counts once, though its answer comes in a later part") {
  const std::vector<std::pair<const char*, std::string>> lines{
      {"00", "smtpd[105]: connect from unknown[192.0.2.3]"},
      {"01", "smtpd[105]: A10229E3A22: client=unknown[192.0.2.3]"},
      {"02", "qmgr[7]: A10229E3A22: from=<a@b>, size=9, nrcpt=1 (queue active)"},
      {"03", "smtpd[105]: disconnect from unknown[192.0.2.3] data=1"},
      {"10", "smtpd[106]: connect from localhost[127.0.0.1]"},
      {"11", "smtpd[106]: A10339E3A33: client=localhost[127.0.0.1]"},
      {"12", "qmgr[7]: A10339E3A33: from=<a@b>, size=9, nrcpt=1 (queue active)"},
      {"13", "smtpd[106]: disconnect from localhost[127.0.0.1] data=1"},
      {"14", "qmgr[7]: A10339E3A33: removed"},
      {"15",
       "smtp[8]: A10229E3A22: to=<c@d>, relay=127.0.0.1[127.0.0.1]:10024, status=sent (250 2.0.0 "
       "from MTA: 250 2.0.0 Ok: queued as A10339E3A33)"},
      {"16", "qmgr[7]: A10229E3A22: removed"}};
  std::vector<std::string> log;
  for (const auto& [second, text] : lines) {
    log.push_back(fmt::format("2026-11-20T10:00:{}Z mail px/{}", second, text));
  }
  // What is given back is held for a minute; then it would be counted.
  log.emplace_back("2026-11-20T10:05:00Z mail px/smtpd[107]: connect from unknown[192.0.2.4]");
  const Config config = law_config(AuthScope::any);
  for (std::size_t cut = 0; cut <= log.size(); ++cut) {
    const auto left = piece_of(joined(log, 0, cut), World::closed, config);
    left->merge(*piece_of(joined(log, cut, log.size()), World::open, config));
    left->finish();
    INFO("cut before line " << cut + 1);
    CHECK(left->coverage()[CoverageItem::messages_counted] == 1);
    CHECK(left->coverage()[CoverageItem::messages_reinjected] == 1);
  }
}

TEST_CASE("piece: a queue id that is used again ends its message, wherever the log is cut") {
  const std::string user = ", sasl_method=PLAIN, sasl_username=";
  const std::vector<std::string> log{
      "2026-11-20T10:00:00Z mail px/smtpd[1]: connect from a[192.0.2.1]",
      "2026-11-20T10:00:09Z mail px/smtpd[2]: connect from b[192.0.2.2]",
      // Of the part before and then of this one, if the log is cut in front of it.
      "2026-11-20T10:00:10Z mail px/smtpd[1]: A1B2C3D4: client=a[192.0.2.1]" + user + "anna",
      "2026-11-20T10:00:13Z mail px/smtpd[3]: connect from c[192.0.2.3]",
      "2026-11-20T10:00:14Z mail px/smtpd[3]: A1B2C3D4: client=c[192.0.2.3]" + user + "carl",
      "2026-11-20T10:00:15Z mail px/qmgr[9]: A1B2C3D4: from=<c@x>, size=1, nrcpt=1 (queue active)",
      "2026-11-20T10:00:16Z mail px/smtpd[1]: disconnect from a[192.0.2.1]",
      "2026-11-20T10:00:17Z mail px/smtpd[3]: disconnect from c[192.0.2.3]",
      "2026-11-20T10:00:20Z mail px/smtpd[2]: A1B2C3D4: client=b[192.0.2.2]" + user + "bob",
      "2026-11-20T10:00:21Z mail px/qmgr[9]: A1B2C3D4: from=<b@x>, size=1, nrcpt=1 (queue active)",
      "2026-11-20T10:00:22Z mail px/smtpd[2]: disconnect from b[192.0.2.2]",
  };
  const Config config = law_config(AuthScope::only);
  const auto whole = piece_of(joined(log, 0, log.size()), World::closed, config);
  whole->finish();
  REQUIRE(whole->coverage()[CoverageItem::queue_ids_reused] == 2);
  REQUIRE(whole->coverage()[CoverageItem::messages_accepted] == 2);
  check_all_in_three(log, config);
}

TEST_CASE("piece: time passes with messages of a later part alone") {
  // A removed queue id is forgotten when a message of another process says how late it is, and the
  // line behind that one is out of order.
  const std::string user = ", sasl_method=PLAIN, sasl_username=";
  const std::string client = "2026-11-20T10:00:02Z mail px/smtpd[7]: A1B2C3D4: client=a[192.0.2.7]";
  const std::string active =
      "2026-11-20T10:00:02Z mail px/qmgr[9]: A1B2C3D4: from=<a@b>, size=1, nrcpt=1 (queue active)";
  const std::vector<std::string> log{
      "2026-11-20T10:00:00Z mail px/smtpd[7]: connect from a[192.0.2.7]",
      client + user + "anna",
      active,
      "2026-11-20T10:00:02Z mail px/qmgr[9]: A1B2C3D4: removed",
      "2026-11-20T10:00:02Z mail px/smtpd[6]: connect from a[192.0.2.6]",
      "2026-11-20T10:00:04Z mail px/smtpd[8]: connect from a[192.0.2.8]",
      "2026-11-20T10:00:05Z mail px/smtpd[8]: B1B2C3D4: client=a[192.0.2.8]" + user + "bert",
      client + user + "anna",
      active,
      "2026-11-20T10:00:06Z mail px/smtpd[7]: disconnect from a[192.0.2.7] data=2",
  };
  const Config config = law_config(AuthScope::only);
  const std::string whole = whole_of(log, config);
  const auto left = piece_of(joined(log, 0, 4), World::closed, config);
  left->merge(*piece_of(joined(log, 4, log.size()), World::open, config));
  REQUIRE(everything(*left, config) == whole);
}

TEST_CASE("piece: a queue id that is used again is noticed among thousands in the queue") {
  constexpr std::size_t kMessages = QueueIdFilter::kMany + 100;
  std::vector<std::string> log;
  const auto say = [&](const std::string& text) {
    log.push_back("2026-11-20T10:00:00Z mail px/" + text);
  };
  const auto begin = [&](std::size_t number) {
    say("smtpd[1]: connect from a[192.0.2.1]");
    say(fmt::format("smtpd[1]: A{:07X}: client=a[192.0.2.1], sasl_method=PLAIN, sasl_username=u{}",
                    number, log.size()));
    say(fmt::format("qmgr[9]: A{:07X}: from=<a@x>, size=1, nrcpt=1 (queue active)", number));
    say("smtpd[1]: disconnect from a[192.0.2.1]");
  };
  for (std::size_t i = 0; i < kMessages; ++i) begin(i);
  const std::size_t cut = log.size();
  log.push_back("2026-11-20T10:00:05Z mail px/smtpd[2]: connect from b[192.0.2.2]");
  log.push_back("2026-11-20T10:00:08Z mail px/smtpd[3]: connect from c[192.0.2.3]");
  for (const char* const number : {"0000000", "0000FFF", "0FFFFFF"}) {
    log.push_back(fmt::format(
        "2026-11-20T10:00:08Z mail px/smtpd[3]: A{}: client=c[192.0.2.3], sasl_method=PLAIN, "
        "sasl_username=carl",
        number));
  }
  const Config config = law_config(AuthScope::only);
  const auto left = piece_of(joined(log, 0, cut), World::closed, config);
  left->merge(*piece_of(joined(log, cut, log.size()), World::open, config));
  REQUIRE(left->coverage()[CoverageItem::queue_ids_reused] == 2);
  REQUIRE(everything(*left, config) == whole_of(log, config));
}

TEST_CASE("piece: what lines say of another message than their own reaches it in every part") {
  const std::string answer =
      ": to=<r@x>, relay=127.0.0.1[127.0.0.1]:10024, status=sent (250 ok: queued as ";
  const std::vector<std::vector<std::string>> logs{
      // A second pass of an unknown message, given up before the part is merged.
      {"06T10:02:10Z mail px/smtpd[101]: connect from localhost[127.0.0.1]",
       "06T10:02:14Z mail px/smtpd[104]: connect from localhost[127.0.0.1]",
       "06T10:02:17Z mail px/smtpd[104]: A10059E3A05: client=localhost[127.0.0.1]",
       "06T10:02:18Z mail px/smtp[79]: A10009E3A00" + answer + "A10059E3A05)",
       "08T11:02:21Z mail px/qmgr[77]: A10029E3A02: removed"},
      // Mail of this machine, given back by a filter that keeps its connection.
      {"06T10:02:00Z mail px/smtpd[201]: connect from localhost[127.0.0.1]",
       "06T10:02:10Z mail px/pickup[9]: A10019E3A01: uid=0 from=<root>",
       "06T10:02:13Z mail px/smtpd[201]: A10029E3A02: client=localhost[127.0.0.1]",
       "06T10:02:14Z mail px/smtp[79]: A10019E3A01" + answer + "A10029E3A02)"},
      // A filter in front of the queue, whose message was not seen.
      {"06T10:00:00Z mail px/smtpd[104]: connect from unknown[192.0.2.2]",
       "06T10:00:06Z mail px/smtpd[104]: A10089E3A08: client=localhost[127.0.0.1]",
       "06T10:00:09Z mail px/smtpd[103]: connect from unknown[192.0.2.2]",
       "06T10:00:14Z mail px/smtpd[103]: proxy-accept: END-OF-MESSAGE: 250 queued as A10089E3A08; "
       "from=<p@q> to=<r@x> proto=ESMTP helo=<c>"},
      // The bounce of an unknown message takes a queue id that was not seen to become free.
      {"06T10:00:03Z mail px/qmgr[77]: A10029E3A02: removed",
       "06T10:00:06Z mail px/smtpd[101]: connect from unknown[192.0.2.1]",
       "06T10:00:33Z mail px/smtpd[101]: A10009E3A00: client=unknown[192.0.2.1], "
       "sasl_method=PLAIN, sasl_username=anna",
       "06T10:00:34Z mail px/bounce[78]: A10019E3A01: sender non-delivery notification: "
       "A10009E3A00",
       "06T10:00:40Z mail px/qmgr[77]: A10009E3A00: removed"}};
  const Config config = law_config(AuthScope::any);
  for (std::vector<std::string> log : logs) {
    for (std::string& line : log) line.insert(0, "2026-12-");
    check_all_in_three(log, config);
  }
}

TEST_CASE("piece: time passes for all of the parts") {
  // An old session and its message are given up, and a removed queue id is forgotten, when a line
  // that only a later part understands says how late it is.
  const std::string client = ": A10229E3A22: client=unknown[192.0.2.3]";
  const std::vector<std::vector<std::string>> logs{
      {"2026-11-20T10:00:12Z mail px/smtpd[105]" + client,
       "2026-11-20T10:00:16Z mail px/smtpd[100]: connect from unknown[192.0.2.2]",
       "2026-12-05T11:06:57Z mail px/smtpd[100]: NOQUEUE: client=unknown[192.0.2.2]",
       "2026-12-05T11:07:04Z mail px/smtpd[100]" + client},
      {"2026-11-20T10:00:12Z mail px/smtpd[105]" + client,
       "2026-11-20T10:00:15Z mail px/smtpd[100]: connect from unknown[192.0.2.2]",
       "2026-11-20T10:00:22Z mail px/qmgr[7]: A10229E3A22: removed",
       "2026-11-20T10:00:27Z mail px/smtpd[100]: disconnect from unknown[192.0.2.2]",
       "2026-11-20T10:00:27Z mail px/smtpd[106]" + client}};
  const Config config = law_config(AuthScope::only);
  for (const std::vector<std::string>& log : logs) {
    check_all_in_three(log, config);
  }
}

TEST_CASE("piece: a message on hold is released behind an hour, wherever the log is cut") {
  // By then the other message of its session was given up, whether the hourly look came by or not:
  // the statistics do not refute it any more.
  std::vector<std::string> log{
      "12:00:00Z mail px/smtpd[100]: connect from unknown[192.0.2.2]",
      "12:00:00Z mail px/smtpd[100]: A10009E3A05: client=unknown[192.0.2.2]",
      "12:00:00Z mail px/smtpd[100]: A10009E3A06: client=unknown[192.0.2.2]",
      "12:00:00Z mail px/cleanup[9]: A10009E3A06: hold: header Subject: x from unknown[192.0.2.2]; "
      "from=<a@b.example> to=<c@d.example> proto=ESMTP helo=<h>",
      "12:00:01Z mail px/smtpd[100]: disconnect from unknown[192.0.2.2] ehlo=1 mail=2 rcpt=2 "
      "data=1 quit=1 commands=7",
      "12:59:50Z mail px/smtpd[101]: connect from unknown[192.0.2.2]",
      "12:59:55Z mail px/smtpd[102]: connect from unknown[192.0.2.2]",
      "13:00:00Z mail px/smtpd[102]: disconnect from unknown[192.0.2.2]",
      "13:06:40Z mail px/qmgr[7]: A10009E3A06: from=<a@b.example>, size=1, nrcpt=1 (queue active)",
      "13:06:41Z mail px/qmgr[7]: A10009E3A06: removed"};
  for (std::string& line : log) line.insert(0, "2026-11-20T");
  check_all_in_three(log, law_config(AuthScope::any));
}

TEST_CASE("piece: what is too old is given up while parts of minutes are merged") {
  // Sessions whose end decides nothing (BDAT), and no line of the queue: an hour later they must
  // not be held any more, or a long log would fill the memory.
  const Config config = law_config(AuthScope::any);
  const auto whole = piece_of("", World::closed, config);
  for (int minute = 0; minute < 240; minute += 10) {
    std::string part;
    for (int second = 0; second < 60; second += 5) {
      const auto line = [&](std::string_view text) {
        part += fmt::format("2026-11-20T{:02}:{:02}:{:02}Z mail px/smtpd[{}]{}\n", 10 + minute / 60,
                            minute % 60, second, 100 + second, text);
      };
      line(": connect from unknown[192.0.2.2]");
      line(fmt::format(": A1{:03}{:02}9E3: client=unknown[192.0.2.2]", minute, second));
      line(": disconnect from unknown[192.0.2.2] ehlo=1 mail=1 rcpt=1 bdat=1 quit=1 commands=5");
    }
    whole->merge(*piece_of(part, World::open, config));
  }
  const std::uint64_t given_up = whole->coverage()[CoverageItem::messages_left_open];
  CHECK(given_up >= 144);  // Those of the first two hours: the look comes once an hour.
  whole->finish();
  CHECK(whole->coverage()[CoverageItem::messages_left_open] == 288);  // 24 parts, twelve in each.
}

TEST_CASE("piece: merges may be grouped anyhow") {
  const Config config = law_config(AuthScope::any);
  for (unsigned seed = 100; seed < 300; ++seed) {
    std::vector<std::string> log = law_log(seed, 16);
    if (seed % 4 == 3) log = with_pauses(log, seed);
    const std::size_t third = log.size() / 3;
    INFO("seed " << seed);
    check_in_three(log, third, 2 * third, whole_of(log, config), config);
  }
}

TEST_CASE("piece: an empty piece changes nothing on either side") {
  const Config config = law_config(AuthScope::any);
  for (unsigned seed = 300; seed < 350; ++seed) {
    const std::vector<std::string> log = law_log(seed, 12);
    const std::string bytes = joined(log, 0, log.size());
    const auto whole = piece_of(bytes, World::closed, config);

    const auto before = piece_of("", World::closed, config);
    const auto empty = piece_of("", World::open, config);
    empty->merge(*piece_of(bytes, World::open, config));
    empty->merge(*piece_of("", World::open, config));
    before->merge(*empty);

    INFO("seed " << seed << "\n" << bytes);
    REQUIRE(everything(*before, config) == everything(*whole, config));
  }
}

TEST_CASE("piece: one that was merged and cleared is as good as new") {
  for (const Command command : {Command::events, Command::pivot, Command::check}) {
    Config config = law_config(AuthScope::any);
    config.command = command;
    config.rows = {Dimension::sender, Dimension::day};
    config.values = {Measure::messages, Measure::first, Measure::last, Measure::senders,
                     Measure::clients};
    const auto used = piece_of("\n", World::open, config);  // Of odd size, with the usual limits.
    HeadCache heads;
    for (unsigned seed = 400; seed < 400 + effort(60); ++seed) {
      const bool of_exchange = seed % 6 == 0;
      std::vector<std::string> rows =
          of_exchange ? random_exchange_log(seed, 10) : law_log(seed, 14);
      if (seed % 6 == 1) rows = with_pauses(rows, seed);
      const auto text = [&](std::size_t from, std::size_t to) {
        return of_exchange ? exchange_text(rows, from, to) : joined(rows, from, to);
      };
      for (std::size_t cut = 0; cut < rows.size(); ++cut) {
        const auto expected = piece_of(text(0, cut), World::closed, config);
        expected->merge(*piece_of(text(cut, rows.size()), World::open, config));

        const auto actual = piece_of(text(0, cut), World::closed, config);
        used->clear();
        heads = read_into(*used, text(cut, rows.size()), config, std::move(heads));
        actual->merge(*used);
        INFO("seed " << seed << ", cut before row " << cut + 1 << " of\n" << text(0, rows.size()));
        REQUIRE(everything(*actual, config) == everything(*expected, config));
      }
    }
  }
}

TEST_CASE("piece: a cleared one has forgotten which queue ids were local mail") {
  const Config config = law_config(AuthScope::only);
  const std::string stamp = "2026-11-20T10:00:0";
  const auto used = piece_of(stamp + "0Z mail px/pickup[9]: A10229E3A22: uid=0 from=<root>\n",
                             World::open, config);
  used->clear();
  read_into(*used,
            stamp + "6Z mail px/smtpd[106]: connect from unknown[192.0.2.4]\n" + stamp +
                "9Z mail px/qmgr[7]: A10229E3A22: removed\n",
            config);
  const auto whole = piece_of(stamp +
                                  "5Z mail px/smtpd[105]: A10229E3A22: client=unknown[192.0.2.3], "
                                  "sasl_method=PLAIN, sasl_username=anna\n",
                              World::closed, config);
  whole->merge(*used);
  whole->finish();
  CHECK(whole->coverage()[CoverageItem::messages_counted] == 1);
}
