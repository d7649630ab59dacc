// Exim: what lines say, and what becomes of them together.

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"
#include "exim/reception.hpp"
#include "exim/refusals.hpp"
#include "exim/texts.hpp"
#include "history/open_state.hpp"
#include "parse/exim_file.hpp"
#include "support/effort.hpp"
#include "support/exim_log.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"
#include "text/ascii.hpp"

using namespace smtptally;
using World = Correlator::World;

namespace {

/// "account class" of a reception, or how it could not be read.
std::string reading_of(std::string_view text) {
  Reception reception;
  const ReadAs as = read_reception(text, false, reception);
  if (as == ReadAs::unsure) return "unsure";
  if (as == ReadAs::cut) return "cut";
  if (!reception.by_smtp) return "local";
  const std::string_view who = reception.logged_in ? reception.account : "nobody";
  return fmt::format("{} {}", who, kTlsEvidenceNames[index_of(reception.tls)]);
}

bool is_ascii_alnum(char c) { return is_digit(c) || is_letter(c); }

constexpr std::string_view kHost = "s@lab.example H=(c.example) [192.0.2.7]";

std::string everything(Piece& piece, const Config& config) {
  piece.finish();
  return report_of(piece, config) + coverage_of(piece);
}

Config events_config(bool failures) {
  Config config = test_config(Command::events);
  config.selection.auth = AuthScope::any;
  config.failures = failures;
  return config;
}

std::string whole_of(const std::vector<std::string>& log, const Config& config) {
  return everything(*piece_of(joined(log, 0, log.size()), World::closed, config), config);
}

/// The messages of a log by account and class.
std::map<std::string, int> counts_of(const std::vector<std::string>& log) {
  Config config = test_config(Command::pivot);
  config.selection.auth = AuthScope::any;
  config.columns = {Dimension::tls};
  const auto piece = piece_of(joined(log, 0, log.size()), World::closed, config);
  piece->finish();
  std::map<std::string, int> counts;
  const Coverage& coverage = piece->collected().coverage();
  counts["accepted"] = static_cast<int>(coverage[CoverageItem::messages_accepted]);
  counts["unsure"] = static_cast<int>(coverage[CoverageItem::ambiguous_lines]);
  counts["victim"] = report_of(*piece, config).find("victim") == std::string::npos ? 0 : 1;
  return counts;
}

}  // namespace

TEST_CASE("exim: a reception has one reading, or none") {
  struct Case {
    std::string behind_host;
    std::string_view reading;
  };
  const std::string tls = " P=esmtpsa X=TLS1.2:ECDHE-RSA-AES256-GCM-SHA384:256 CV=no";
  const std::vector<Case> cases{
      {tls + " A=plain:anna S=1", "anna tls1_2"},
      {tls + " A=plain S=1", " tls1_2"},
      {tls + " A=plain: S=1", " tls1_2"},
      {tls + " A=login:x:y@lab.example S=1", "x:y@lab.example tls1_2"},
      {tls + " A=plain:A=plain:victim S=1", "A=plain:victim tls1_2"},
      {tls + " A=plain:m@lab.example:v@lab.example S=1", "unsure"},
      {tls + " A=plain:carol A=plain:victim@lab.example S=1", "unsure"},
      {tls + " A=plain:carol S=1 id=x S=338 id=y@z", "unsure"},
      {tls + " A=plain:victim S=1 for a@b S=338 id=y@z", "unsure"},
      {tls + " A=plain:victim S=1 T=\" S=338 id=\" for x@y\"@z", "unsure"},
      {tls + " A=plain:victim S=1 from < S=338 id=y@z from <a@b>", "unsure"},
      {tls + " A=plain:victim", "cut"},
      {tls + " A=plain:mallory@lab.example:a", "cut"},
      {tls + " DN=\"CN=x,O=Lab A=plain:victim X=TLS1.0\" A=plain:anna S=1", "anna tls1_2"},
      {tls + " DN=\"CN=x\" A=plain:victim S=1 T=\"\" A=plain:anna S=7", "unsure"},
      {tls + " SNI=mx.example A=plain:anna PRDR PRX=192.0.2.1 K S=1", "anna tls1_2"},
      {tls + " A=plain:anna S=1 M8S=0 id=a@b T=\"x\" from <a@b> for r@x q@x", "anna tls1_2"},
      {tls + " A=plain:anna S=1 T=\"\\\" for x A=plain:victim S=1\" for r@x", "anna tls1_2"},
      {tls + " A=plain:anna S=1 id=\"a b A=plain:victim\"@y", "anna tls1_2"},
      {tls + " A=plain:anna S=1 id=a@b for r@x <trunc>", "anna tls1_2"},
      {" P=esmtpsa A=plain:anna S=1", "anna selector_missing"},
      {" P=esmtpa A=plain:anna S=1", "anna proven_plain"},
      {" P=esmtpa S=1", "unsure"},
      {" P=esmtp A=plain:victim S=1", "unsure"},
      {" P=esmtpa X=TLS1.0:RSA:256 A=plain:anna S=1", "unsure"},
      {" P=esmtp S=1", "nobody proven_plain"},
      {" P=utf8esmtps L. X=TLS1.3:A:256* S=1", "nobody tls1_3"},
      {" U=root P=esmtpsa X=TLS1.0:A:1 A=plain:victim P=esmtp S=365 id=a@b", "unsure"},
      {" U=root P=esmtpsa X=TLS1.0:A:1 A=plain:victim S=1 P=esmtp S=365 id=a@b", "unsure"},
      {" P=esmtps X=UNKNOWN:A:1 S=1", "nobody contradictory"},
      {" P=esmtps S=1", "nobody selector_missing"},
      {":25 I=[192.0.2.1]:587 TFO Ci=7 P=esmtps X=SSLv3:A:1 S=1", "nobody ssl"},
  };
  for (const Case& each : cases) {
    INFO(each.behind_host);
    CHECK(reading_of(std::string(kHost) + each.behind_host) == each.reading);
  }
}

TEST_CASE("exim: host and sender of a reception hold what they may hold") {
  const std::string behind = " P=esmtps X=TLS1.2:A:256 S=1";
  for (const std::string_view good :
       {"a@b H=[192.0.2.7]", "a@b H=mx.example [2001:db8::1]:25", "<> H=m.example (c) [192.0.2.7]",
        "\"a b S=1\"@x H=(c) [192.0.2.7]", "\"x\\\" y\"@x H=([1.2.3.4]) [192.0.2.7]"}) {
    INFO(good);
    CHECK(reading_of(std::string(good) + behind) == "nobody tls1_2");
  }
  for (const std::string_view bad :
       {"a@b H=(x A=plain:victim) [192.0.2.7]", "a b H=(c) [192.0.2.7]", "a@b H=(c)",
        "a@b H=(a\"b) [192.0.2.7]", "\"a@b H=(c) [192.0.2.7]",
        "a@b H=(x) [9.9.9.9] P=esmtpsa X=TLS1.0:R:1 A=plain:victim S=1 () [192.0.2.7]"}) {
    INFO(bad);
    CHECK(reading_of(std::string(bad) + behind) == "unsure");
  }
  CHECK(reading_of("<> R=1xXT5i-00008M-2Q U=Debian-exim P=local S=1561") == "local");
  CHECK(reading_of("root@x U=root P=local-bsmtp S=1") == "local");
}

TEST_CASE("exim: fields of a reception") {
  Reception reception;
  REQUIRE(read_reception("<> H=(c) [192.0.2.7]:4 I=[192.0.2.1]:587 P=esmtpsa "
                         "X=TLS1:ECDHE-RSA-AES256-SHA:256* A=dovecot_login:anna S=342 T=\"x\" for "
                         "a@b \"c d\"@e f",
                         false, reception) == ReadAs::whole);
  CHECK(reception.sender.empty());
  CHECK(reception.client == "192.0.2.7");
  CHECK(reception.port == "587");
  CHECK(reception.cipher == "ECDHE-RSA-AES256-SHA");
  CHECK(reception.driver == "dovecot_login");
  CHECK(reception.bytes == 342);
  CHECK(reception.recipients == 3);
}

TEST_CASE("exim: a line longer than Exim's buffer loses its end and no more") {
  Reception reception;
  const std::string begin = std::string(kHost) + " P=esmtpa A=plain:anna S=1 T=\"";
  CHECK(read_reception(begin + "x**** log string overflowed log buffer ****", false, reception) ==
        ReadAs::whole);
  CHECK(read_reception(begin + "x", false, reception) == ReadAs::unsure);
  CHECK(read_reception(begin + "x", true, reception) == ReadAs::whole);
  CHECK(read_reception(begin + "x S=3", true, reception) == ReadAs::unsure);
}

TEST_CASE("exim: ids are of two lengths and tell their second") {
  CHECK(exim_id_size("1xXT5W-00001j-33 <= a") == 16);
  CHECK(exim_id_size("1xXT8u-000000000Eb-3gB9 <= a") == 23);
  CHECK(exim_id_size("1xXT5W-00001j-33") == 0);
  CHECK(exim_id_size("1xXT5W-00001j+33 x") == 0);
  // A digit of each kind at each place, and a character beside each kind.
  for (const std::string_view id : {"1xXT5W-00001j-33 ", "1xXT8u-000000000Eb-3gB9 "}) {
    REQUIRE(exim_id_size(std::string(id) + 'a') == id.size() - 1);
    for (std::size_t i = 0; i < id.size(); ++i) {
      const bool is_digit_of_id = id[i] != '-' && id[i] != ' ';
      for (const char c : std::string_view("09AZaz/:@[`{-_ .\xFF")) {
        std::string other(id);
        other[i] = c;
        INFO(other);
        const bool fits = c == id[i] || (is_digit_of_id && is_ascii_alnum(c));
        // A short id may stand at the front of a long one.
        CHECK((exim_id_size(other + 'a') == id.size() - 1) == fits);
      }
    }
  }
  CHECK(exim_id_second("1xXT5W-00001j-33", 1795913298) == 1795913298);
  // One case: base 36, where it is nearer.
  CHECK(exim_id_second("TP8NKI-00001J-33", 1795913298) == 1795913298);
  CHECK(exim_id(1795913298, 1, false).substr(0, 6) == "1xXT5W");
}

TEST_CASE("exim: refused logins") {
  LoginFailure failure;
  REQUIRE(
      read_refused_login("plain_server authenticator failed for (c) [192.0.2.7]:99 "
                         "I=[192.0.2.1]:587: 535 Incorrect authentication data "
                         "(set_id=nobody X=TLS1.0 A=plain:victim)",
                         failure));
  CHECK(failure.mechanism == "plain_server");
  CHECK(failure.client == "192.0.2.7");
  CHECK(failure.service == "587");
  CHECK(failure.account == "nobody X=TLS1.0 A=plain:victim");
  CHECK(failure.reason == "535 Incorrect authentication data");
  LoginFailure later;
  REQUIRE(read_refused_login(
      "login authenticator failed for h [192.0.2.7]: 435 Unable to authenticate at present "
      "(set_id=anna): lookup failed",
      later));
  CHECK(later.account == "anna");
  LoginFailure hostile;
  REQUIRE(read_refused_login("plain authenticator failed for (a b) [192.0.2.7]: 535 x", hostile));
  CHECK(hostile.client.empty());
  CHECK_FALSE(read_refused_login("H=(plain authenticator failed for) [192.0.2.7]", failure));
}

TEST_CASE("exim: broken handshakes and their reasons") {
  struct Case {
    std::string_view behind_host;
    HandshakeReason reason_class;
  };
  const std::string begin = "TLS error on connection from (c) [192.0.2.7] ";
  for (const Case& each : std::array<Case, 11>{{
           {"(gnutls_handshake): A packet with illegal or unsupported version was received.",
            HandshakeReason::protocol},
           {"(gnutls_handshake): An unexpected TLS packet was received.",
            HandshakeReason::protocol},
           {"(gnutls_handshake): No supported cipher suites have been found.",
            HandshakeReason::cipher},
           {"(gnutls_handshake): CA is unknown", HandshakeReason::certificate},
           {"(gnutls_handshake): timed out", HandshakeReason::closed},
           {"(gnutls_handshake): A disallowed SNI server name has been received.",
            HandshakeReason::other},
           {"(SSL_accept): (TLSv1)", HandshakeReason::protocol},
           {"(SSL_accept): error:0A0000C1:SSL routines::no shared cipher", HandshakeReason::cipher},
           {"(SSL_accept): error:0A000418:SSL routines::tlsv1 alert unknown ca",
            HandshakeReason::certificate},
           {"(SSL_accept): error:0A000126:SSL routines::unexpected eof while reading",
            HandshakeReason::closed},
           {"(SSL_accept): error:0A000076:SSL routines::no suitable signature algorithm",
            HandshakeReason::cipher},
       }}) {
    INFO(each.behind_host);
    HandshakeFailure failure;
    const std::string text = begin + std::string(each.behind_host);
    REQUIRE(read_broken_handshake(text, failure));
    CHECK(failure.client == "192.0.2.7");
    CHECK(failure.reason_class == each.reason_class);
  }
  HandshakeFailure failure;
  CHECK_FALSE(read_broken_handshake(begin + "(recv): The TLS connection was lost", failure));
  CHECK_FALSE(read_broken_handshake(
      "TLS error (SSL_read): on connection from [192.0.2.7] error:0A000126", failure));
  CHECK_FALSE(read_broken_handshake("TLS error on connection to [192.0.2.7] (x): y", failure));
}

TEST_CASE("exim: what was escaped is what was logged in with") {
  std::string text;
  append_unescaped("\\303\\274ser nl\\nuser ctl\\001 back\\slash end\\", text);
  CHECK(text == "\303\274ser nl\nuser ctl\001 back\\slash end\\");
  text.clear();
  append_without_syslog_escapes("tab#011user #303 #x #01", text);
  CHECK(text == "tab\tuser #303 #x #01");
  // A backslash at the end, whatever stands behind the text.
  text.clear();
  append_unescaped(std::string_view("end\\n").substr(0, 4), text);
  CHECK(text == "end\\");
}

TEST_CASE("exim: every cut of a log reports what the whole does") {
  for (unsigned seed = 1; seed <= effort(120); ++seed) {
    const Config config = events_config(seed % 3 == 0);
    const std::vector<std::string> log =
        seed % 2 == 0 ? random_exim_log(seed, 18) : random_exim_syslog(seed, 18);
    const std::string whole = whole_of(log, config);
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
      INFO("seed " << seed << ", cut before line " << cut + 1 << " of\n"
                   << joined(log, 0, log.size()));
      const auto left = piece_of(joined(log, 0, cut), World::closed, config);
      left->merge(*piece_of(joined(log, cut, log.size()), World::open, config));
      REQUIRE(everything(*left, config) == whole);
    }
  }
}

TEST_CASE("exim: long parts of a log, merged from both sides, report what the whole does") {
  std::vector<unsigned> seeds{61, 113};  // An entry in parts waits, and is taken back behind it.
  for (unsigned seed = 1; seed <= effort(12); ++seed) seeds.push_back(seed);
  for (const unsigned seed : seeds) {
    INFO("seed " << seed);
    const Config config = events_config(true);
    const std::vector<std::string> log =
        seed % 2 == 0 ? random_exim_log(seed, 1200) : random_exim_syslog(seed, 1200);
    const std::string whole = whole_of(log, config);
    const std::size_t first = log.size() / 4 + seed;
    const std::size_t second = log.size() / 2 + 7 * seed;
    const auto part = [&](std::size_t begin, std::size_t end, World world) {
      return piece_of(joined(log, begin, end), world, config);
    };
    const auto left = part(0, first, World::closed);
    left->merge(*part(first, second, World::open));
    left->merge(*part(second, log.size(), World::open));
    CHECK(everything(*left, config) == whole);
    const auto right = part(0, first, World::closed);
    const auto tail = part(first, second, World::open);
    tail->merge(*part(second, log.size(), World::open));
    right->merge(*tail);
    CHECK(everything(*right, config) == whole);
  }
}

TEST_CASE("exim: a state at every line changes nothing") {
  for (unsigned seed = 1; seed <= effort(60); ++seed) {
    const Config config = events_config(seed % 3 == 0);
    const std::vector<std::string> log =
        seed % 2 == 0 ? random_exim_log(seed, 14) : random_exim_syslog(seed, 14);
    const std::string whole = whole_of(log, config);
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
      INFO("seed " << seed << ", stop before line " << cut + 1 << " of\n"
                   << joined(log, 0, log.size()));
      const auto first = piece_of(joined(log, 0, cut), World::closed, config);
      const std::string state = write_open_state(*first);
      const auto second = piece_of("", World::closed, config);
      REQUIRE(read_open_state(state, *second));
      REQUIRE(write_open_state(*second) == state);
      read_into(*second, joined(log, cut, log.size()), config);
      second->finish();
      const auto all = piece_of("", World::closed, config);
      all->merge_collected(*first);
      all->merge_collected(*second);
      REQUIRE(report_of(*all, config) + coverage_of(*all) == whole);
    }
  }
}

TEST_CASE("exim: no log names a forged account") {
  for (unsigned seed = 1; seed <= effort(300); ++seed) {
    INFO("seed " << seed);
    CHECK(counts_of(random_exim_log(seed, 40)).at("victim") == 0);
    CHECK(counts_of(random_exim_syslog(seed, 40)).at("victim") == 0);
  }
}

TEST_CASE(
    "exim: a line that is lost costs its own message, and one that stands twice counts once") {
  for (unsigned seed = 1; seed <= effort(60); ++seed) {
    std::vector<std::string> log;
    for (std::string& line : random_exim_log(seed, 30)) {  // Hostile clients apart.
      const bool cut =
          line.find(":a") != std::string::npos && line.find(" S=") == std::string::npos;
      const bool forged = line.find("victim") != std::string::npos;
      if (!cut && !forged && line.starts_with("2026")) log.push_back(std::move(line));
    }
    const int all = counts_of(log).at("accepted");
    for (std::size_t i = 0; i < log.size(); ++i) {
      INFO("seed " << seed << ", line " << i + 1 << ": " << log[i]);
      std::vector<std::string> twice = log;
      twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), log[i]);
      const bool twice_refused = log[i].find("authenticator failed") != std::string::npos ||
                                 log[i].find("TLS error") != std::string::npos;
      if (!twice_refused) CHECK(counts_of(twice).at("accepted") == all);
      std::vector<std::string> less = log;
      less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
      const int left = counts_of(less).at("accepted");
      CHECK(left <= all + 1);  // The line that took a message back may be the lost one.
      CHECK(left >= all - 1);
    }
  }
}

TEST_CASE("exim: lines of its own file are told from those of a logger with such stamps") {
  for (const std::string_view mine :
       {"1xXT5W-00001j-33 Completed", "[107] 1xXT5W-00001j-33 <= a", "H=(c) [192.0.2.7] rejected",
        "plain authenticator failed for (c) [192.0.2.7]: 535", "Start queue run: pid=3"}) {
    INFO(mine);
    CHECK(is_exim_text(mine));
    CHECK_FALSE(is_of_another_program(mine));
  }
  for (const std::string_view other : {"mx postfix/smtpd[3]: connect from",
                                       "exim postfix/smtpd[3]: connect from a", "mx exim: x"}) {
    INFO(other);
    CHECK_FALSE(is_exim_text(other));
  }
  CHECK(is_of_another_program("exim postfix/smtpd[3]: connect from a"));
}

TEST_CASE("exim: its file is known whatever it begins with, and a log of two programs is of both") {
  const std::string mail = "1xXT5W-00001j-33 <= s@x H=(c) [192.0.2.7] P=esmtpa A=plain:anna S=1";
  const std::string stamp = "2026-11-29 00:48:18 ";
  CHECK(counts_of({stamp + "A text of nobody's", stamp + mail}).at("accepted") == 1);
  CHECK(counts_of({stamp + "mx1 postfix/smtpd[3]: connect from a[192.0.2.7]", stamp + mail,
                   stamp + "mx1 postfix/smtpd[3]: disconnect from a[192.0.2.7]"})
            .at("accepted") == 1);
}
