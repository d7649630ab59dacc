#include <list>

#include "catch.hpp"
#include "postfix/text.hpp"
#include "support/padded.hpp"

using namespace smtptally;

namespace {

/// Its views live to the end of the tests.
Event parsed(Program program, std::string_view text) {
  static std::list<Padded> texts;
  static StatisticsCache memory;
  Event event;
  parse_postfix_text(program, texts.emplace_back(text).text(), memory, event);
  Event again;
  parse_postfix_text(program, texts.back().text(), memory, again);
  REQUIRE(again == event);
  return event;
}

}  // namespace

TEST_CASE("postfix: the program is the last part of the tag") {
  const struct {
    std::string_view tag;
    Program program;
    bool wrapper;
  } cases[] = {
      {"postfix/smtpd", Program::smtpd, false},
      {"postfix/submissions/smtpd", Program::smtpd, true},
      {"postfix/smtps/smtpd", Program::smtpd, true},
      {"postfix-192.0.2.7/smtpd", Program::smtpd, false},
      {"mx/with/many/parts/qmgr", Program::qmgr, false},
      {"postfix/sender-cleanup/cleanup", Program::cleanup, false},
      {"postfix", Program::postfix, false},
      {"postfix@-.service", Program::postfix, false},
      {"postfix.service", Program::postfix, false},
      {"postfixadmin.service", Program::other, false},
      {"smtpd", Program::other, false},
      {"/smtpd", Program::other, false},
      {"postfix/tlsproxy", Program::other, false},
      {"postfix/postscreen", Program::other, false},
      {"sshd", Program::other, false},
      {"rsyslogd-2177", Program::logger, false},
  };
  for (const auto& c : cases) {
    INFO(c.tag);
    CHECK(program_of(c.tag) == c.program);
    CHECK(is_wrapper_service(c.tag) == c.wrapper);
  }
}

TEST_CASE("postfix: every line of smtpd is read for what it is") {
  using K = EventKind;
  const struct {
    std::string_view text;
    K kind;
  } cases[] = {
      {"connect from unknown[192.0.2.1]", K::connect},
      {"connect from mail.example.org[2001:db8::1]:51234", K::connect},
      {"connect from unknown[unknown]", K::connect},
      {"connect from x[192.0.2.1] and more", K::none},
      {"connect from evil name[192.0.2.1]", K::none},
      {"disconnect from unknown[192.0.2.1]", K::disconnect},
      {"disconnect from unknown[192.0.2.1] ehlo=1 quit=1 commands=2", K::disconnect},
      {"Anonymous TLS connection established from a[192.0.2.1]: TLSv1 with cipher X (1/1 bits)",
       K::tls},
      {"TLS connection established from a[192.0.2.1]: SSLv3 with cipher X (1/1 bits)", K::tls},
      {"Trusted TLS connection established from a[192.0.2.1]:99 to b.example: TLSv1.3 with cipher "
       "X",
       K::tls},
      {"Trusted TLS connection established to a[192.0.2.1]:25: TLSv1.3 with cipher X", K::none},
      {"ABCDEF12345: client=a[192.0.2.1]", K::client},
      {"4bXyZ0Bcdz1Q: client=a[192.0.2.1], sasl_method=PLAIN, sasl_username=u", K::client},
      {"ABCDEF12345: client=a[192.0.2.1] sasl_method=PLAIN", K::none},
      {"ABCD: client=a[192.0.2.1]", K::none},
      {"warning: client=a[192.0.2.1]", K::none},
      {"NOQUEUE: client=a[192.0.2.1]", K::client_noqueue},
      {"NOQUEUE: reject: RCPT from a[192.0.2.1]: client=b[192.0.2.2]", K::none},
      {"NOQUEUE: hold: RCPT from a[192.0.2.1]: x", K::smtpd_action},
      {"ABCDEF12345: milter-discard: RCPT from a[192.0.2.1]: x", K::smtpd_action},
      {"proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok; from=<a> to=<b> proto=ESMTP", K::proxy_accept},
      {"proxy-accept: END-OF-MESSAGE: 354 x; from=<a> to=<b> proto=ESMTP", K::proxy_reject},
      {"proxy-reject: END-OF-MESSAGE: 554 x; from=<a> to=<b> proto=ESMTP", K::proxy_reject},
      {"warning: a[192.0.2.1]: SASL PLAIN authentication failed: x", K::auth_failure},
      {"SSL_accept error from a[192.0.2.1]: -1", K::handshake_error},
      {"SSL_accept error from a[192.0.2.1]:99: Connection reset by peer", K::handshake_error},
      {"SSL_accept error from a[192.0.2.1]", K::none},
      {"SSL_accept error from a: -1", K::none},
      {"warning: SSL_accept error from a[192.0.2.1]: -1", K::none},
      {"warning: TLS library problem: error:0A000102:SSL routines::unsupported protocol:a.c:1:",
       K::library_error},
      {"warning: TLS library problem: none that it names", K::none},
      {"TLS library problem: error:0A000102:SSL routines::unsupported protocol:a.c:1:", K::none},
      {"lost connection after STARTTLS from a[192.0.2.1]", K::lost_starttls},
      {"NOQUEUE: lost connection after STARTTLS from a[192.0.2.1]:99", K::lost_starttls},
      {"ABCDEF12345: lost connection after STARTTLS from a[192.0.2.1]", K::lost_starttls},
      {"lost connection after STARTTLS from a[192.0.2.1] and more", K::none},
      {"lost connection after AUTH from a[192.0.2.1]", K::none},
      {"warning: ABCDEF12345: queue file size limit exceeded", K::cleanup_reject},
      {"[74B blob data]", K::blob},
      {"", K::none},
  };
  for (const auto& c : cases) {
    INFO(c.text);
    CHECK(parsed(Program::smtpd, c.text).kind == c.kind);
  }
}

TEST_CASE("postfix: the instance of a tag, and what a service was called") {
  const struct {
    std::string_view tag;
    std::string_view instance;
  } cases[] = {
      {"postfix/smtpd", "postfix"},
      {"postfix/submission/smtpd", "postfix"},
      {"submission/smtpd", "postfix"},
      {"mailout/qmgr", "postfix"},
      {"postfix-out/submission/smtpd", "postfix-out"},
      {"postfix-mx/qmgr", "postfix-mx"},
      {"postfix-192.0.2.1/smtpd", "postfix"},
      {"postfix-587/smtpd", "postfix"},
      {"postfix-submissions/smtpd", "postfix"},
      {"postfix-smtps/smtpd", "postfix"},
      {"MailScanner", "postfix"},
      {"postfix", "postfix"},
      {"postfix@-.service", "postfix@-.service"},
  };
  for (const auto& c : cases) {
    INFO(c.tag);
    CHECK(instance_of(c.tag) == c.instance);
  }
}

TEST_CASE("postfix: MailScanner's line that gives a message another queue id") {
  const Event event = parsed(Program::mail_scanner, "Requeue: 210F0261C9D.AFE5C to CDCFE261CA1");
  CHECK(event.kind == EventKind::requeued);
  CHECK(event.queue.text() == "210F0261C9D");
  CHECK(event.opened_id == "CDCFE261CA1");
  for (const std::string_view text :
       {"Message Requeue: 210F0261C9D.AFE5C to CDCFE261CA1", "Requeue: 210F0261C9D.AFE5C",
        "Requeue: .AFE5C to CDCFE261CA1", "Requeue: 210F0261C9D.AFE5C to ",
        "Requeue: 210F0261C9D to 0123456789012345678901234567"}) {
    INFO(text);
    CHECK(parsed(Program::mail_scanner, text).kind == EventKind::none);
  }
  CHECK(program_of("MailScanner") == Program::mail_scanner);
  CHECK(program_of("x/MailScanner") == Program::other);
}

TEST_CASE("postfix: only smtpd's own keys name a user") {
  const struct {
    std::string_view tail;
    bool authenticated;
    std::string_view account;
    bool reinjected;
  } cases[] = {
      {"", false, "", false},
      {", sasl_method=PLAIN, sasl_username=anna", true, "anna", false},
      {", sasl_method=PLAIN, sasl_username=", true, "", false},
      {", sasl_method=plain, sasl_username=a, b=c <d>", true, "a, b=c <d>", false},
      {", sasl_method=PLAIN, sasl_username=anna, sasl_sender=x, sasl_username=ceo", true, "anna",
       false},
      {", sasl_method=PLAIN, sasl_username=anna, orig_client=b[192.0.2.2]", true, "anna", true},
      {", sasl_sender=\", sasl_method=PLAIN, sasl_username=ceo\"", false, "", false},
      {", sasl_sender=x, orig_client=b[192.0.2.2]", false, "", false},
      {", sasl_username=ceo", false, "", false},
      {", sasl_method=A B, sasl_username=ceo", false, "", false},
      {", orig_queue_id=ABCDEF1, orig_client=b[192.0.2.2]", false, "", true},
  };
  for (const auto& c : cases) {
    INFO(c.tail);
    const std::string line = "ABCDEF12345: client=a[192.0.2.1]" + std::string(c.tail);
    const Event event = parsed(Program::smtpd, line);
    CHECK(event.kind == EventKind::client);
    CHECK(event.authenticated == c.authenticated);
    CHECK(event.account == c.account);
    CHECK(event.reinjected == c.reinjected);
  }
}

TEST_CASE("postfix: the statistics of a session") {
  const Event event = parsed(Program::smtpd,
                             "disconnect from a[192.0.2.1] ehlo=2 xclient=0/1 starttls=1 auth=1/3 "
                             "mail=2 rcpt=2 data=1/2 bdat=2/4 quit=1 commands=9/12 notes=bare_lf");
  CHECK(event.statistics == SessionStatistics{.present = true,
                                              .xclient = true,
                                              .transactions = 2,
                                              .data = 1,
                                              .bdat = 4,
                                              .starttls = 1});
  CHECK_FALSE(parsed(Program::smtpd, "disconnect from a[192.0.2.1]").statistics.present);
}

TEST_CASE("postfix: the queue manager's line is read from its end") {
  const struct {
    std::string_view rest;
    EventKind kind;
    std::string_view sender;
    std::uint64_t bytes;
    bool has_size;
  } cases[] = {
      {"from=<a@b>, size=9, nrcpt=2 (queue active)", EventKind::queue_active, "a@b", 9, true},
      {"from=<>, size=9, nrcpt=2 (queue active)", EventKind::queue_active, "", 9, true},
      {"from=<\"a>, size=1, nrcpt=99 (queue active) from=<ceo\"@b>, size=316, nrcpt=1 (queue "
       "active)",
       EventKind::queue_active, "\"a>, size=1, nrcpt=99 (queue active) from=<ceo\"@b", 316, true},
      {"from=<cut off", EventKind::queue_active, "", 0, false},
      {"from=<a@b>, status=expired, returned to sender", EventKind::queue_evidence, "", 0, false},
      {"removed", EventKind::queue_removed, "", 0, false},
      {"removed (canceled)", EventKind::none, "", 0, false},
      {"skipped, still being delivered", EventKind::none, "", 0, false},
  };
  for (const auto& c : cases) {
    INFO(c.rest);
    const std::string line = "ABCDEF12345: " + std::string(c.rest);
    const Event event = parsed(Program::qmgr, line);
    CHECK(event.kind == c.kind);
    CHECK(event.sender == c.sender);
    CHECK(event.has_size == c.has_size);
    if (c.has_size) CHECK(event.bytes == c.bytes);
  }
}

TEST_CASE("postfix: without a service name the text tells the program") {
  const struct {
    std::string_view text;
    EventKind kind;
  } cases[] = {
      {"connect from a[192.0.2.1]", EventKind::connect},
      {"ABCDEF12345: from=<a>, size=1, nrcpt=1 (queue active)", EventKind::queue_active},
      {"ABCDEF12345: hold: header Subject: x from a; from=<b>", EventKind::cleanup_action},
      {"ABCDEF12345: milter-hold: END-OF-MESSAGE from a[192.0.2.1]: x", EventKind::cleanup_action},
      {"ABCDEF12345: to=<a@b>, relay=none, status=sent (x)", EventKind::queue_evidence},
      {"ABCDEF12345: message-id=<ABCDEF12345: client=a[192.0.2.1]>", EventKind::none},
      {"Suppressed 14 messages from postfix.service", EventKind::loss_marker},
  };
  for (const auto& c : cases) {
    INFO(c.text);
    CHECK(parsed(Program::postfix, c.text).kind == c.kind);
    CHECK(parsed(Program::other, c.text).kind == EventKind::none);
  }
}

TEST_CASE("postfix: bytes that the journal does not show are a lost line of Postfix alone") {
  for (const Program program : {Program::smtpd, Program::qmgr, Program::cleanup}) {
    CHECK(parsed(program, "[52B blob data]").kind == EventKind::blob);
  }
  CHECK(parsed(Program::other, "[52B blob data]").kind == EventKind::none);
}

TEST_CASE("postfix: repeated lines are unwrapped with their number") {
  const Padded repeated("message repeated 3 times: [ connect from a[192.0.2.1]]");
  const Repetition told = parse_repetition(repeated.text());
  CHECK(told.times == 3);
  CHECK(told.text == "connect from a[192.0.2.1]");
  for (const std::string_view other :
       {"message repeated x times: [ a]", "message repeated 3 times: [ a",
        "message repeated 9999999 times: [ a]", "connect"}) {
    INFO(other);
    const Padded padded(other);
    CHECK(parse_repetition(padded.text()).times == 0);
    CHECK(parse_repetition(padded.text()).text == other);
  }
}
