#include "exchange/smtp_command.hpp"

#include "catch.hpp"

using namespace smtptally;
using Verb = SmtpCommand::Verb;

TEST_CASE("smtp: verbs in any case and with blanks as clients write them") {
  const struct {
    std::string_view line;
    Verb verb;
    std::string_view rest;
  } cases[] = {
      {"MAIL FROM:<a@x.example>", Verb::mail, "<a@x.example>"},
      {"mail from:<a@x.example> SIZE=5", Verb::mail, "<a@x.example> SIZE=5"},
      {"Mail  From :  a@x.example", Verb::mail, "a@x.example"},
      {"  MAIL From: <>", Verb::mail, "<>"},
      {"rcpt to:<b@x.example>", Verb::rcpt, "<b@x.example>"},
      {"RCPT TO: b@x.example", Verb::rcpt, "b@x.example"},
      {"rset", Verb::reset, ""},
      {"ehlo host", Verb::hello, "host"},
      {"Helo", Verb::hello, ""},
      {"starttls", Verb::starttls, ""},
      {"StartTLS ", Verb::starttls, ""},
      {"x-anonymoustls", Verb::anonymous_tls, ""},
      {"X-EXPS GSSAPI", Verb::server_login, "GSSAPI"},
      {"auth\tlogin", Verb::auth, "login"},
      {"XPROXY SID=1", Verb::proxy, "SID=1"},
      {"XProxyFrom SID=1", Verb::proxy_from, "SID=1"},
      {"MAILFROM:<a@x.example>", Verb::other, ""},
      {"MAIL <a@x.example>", Verb::other, ""},
      {"MAIL FROM <a@x.example>", Verb::other, ""},
      {"RCPT FROM:<a@x.example>", Verb::other, ""},
      {"STARTTLSX", Verb::other, ""},
      {"XPROXYTO 1", Verb::other, ""},
      {"X-ANONYMOUSTLS-AND-MORE", Verb::other, ""},
      {"XPROXYFROM-AND-MORE-THAN-ANY-VERB", Verb::other, ""},
      {"DATA", Verb::other, ""},
      {"", Verb::other, ""},
  };
  for (const auto& c : cases) {
    INFO(c.line);
    const SmtpCommand command = parse_smtp_command(c.line);
    CHECK(command.verb == c.verb);
    if (c.verb != Verb::other) CHECK(command.rest == c.rest);
  }
}

TEST_CASE("smtp: paths with brackets and without") {
  const struct {
    std::string_view rest;
    std::string_view expected;
  } cases[] = {
      {"<a@x.example> SIZE=5", "a@x.example"},
      {"a@x.example SIZE=5", "a@x.example"},
      {"<>", ""},
      {"<\"a>b\"@x.example>", "\"a>b\"@x.example"},
      {"", "(none)"},
      {"<a@x.example", "(none)"},
      {" ", "(none)"},
  };
  for (const auto& c : cases) {
    INFO(c.rest);
    std::string_view path;
    CHECK((take_path(c.rest, path) ? path : "(none)") == c.expected);
  }
}
