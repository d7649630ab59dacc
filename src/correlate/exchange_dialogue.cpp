#include "correlate/exchange_dialogue.hpp"

#include "ascii.hpp"
#include "parse/exchange_evidence.hpp"
#include "parse/exchange_text.hpp"

namespace smtptally {

void ExchangeDialogue::take(ProtocolSession& session, const ProtocolRow& row) {
  switch (row.event) {
    case '<':
      return on_command(session, row);
    case '>':
      return on_reply(session, row);
    case '-':
    case '+':
      return;
    default:
      return on_remark(session, row);
  }
}

void ExchangeDialogue::on_command(ProtocolSession& session, const ProtocolRow& row) {
  Cursor at(row.data);
  const auto forget_transaction = [&] {
    session.mail_from = 0;
    session.has_mail_from = false;
    session.recipients = 0;
  };
  if (at.take("MAIL FROM:")) {
    forget_transaction();
    session.mail_seen = true;
    (void)at.take(' ');
    std::string_view path;
    if (at.take('<') && at.take_address(path)) {
      session.mail_from = text(path);
      session.has_mail_from = true;
    }
  } else if (at.take("RCPT TO:")) {
    ++session.recipients;
  } else if (at.take("RSET") || at.take("EHLO") || at.take("HELO")) {
    forget_transaction();
  } else if (at.take("STARTTLS")) {
    session.starttls_asked = true;
  } else if (at.take("X-ANONYMOUSTLS") || at.take("X-EXPS")) {
    session.hop = true;
  } else if (at.take("AUTH ")) {
    session.mechanism = text(at.rest().substr(0, at.rest().find(' ')));
    session.login_open = true;
  } else if (at.take("XPROXY ")) {
    on_proxy(session, row, true);
  } else if (at.take("XPROXYFROM ")) {
    on_proxy(session, row, false);
  }
}

void ExchangeDialogue::on_proxy(ProtocolSession& session, const ProtocolRow& row, bool client) {
  session.hop = true;
  ProxyLink link;
  link.sequence = row.sequence;
  link.session = session_number(parameter(row.data, "SID"));
  link.client = client;
  link.client_address = text(parameter(row.data, "IP"));
  session.links.push_back(link);
}

void ExchangeDialogue::on_reply(ProtocolSession& session, const ProtocolRow& row) {
  Cursor at(row.data);
  if (at.take("220 2.0.0 ")) {
    session.starttls_ready = session.starttls_ready || session.starttls_asked;
  } else if (at.take("235 ")) {
    if (session.login_open) session.authenticated = true;
    session.login_open = false;
  } else if (at.take("535 ") || at.take("504 5.7.")) {
    if (session.login_open) refuse(session, row, row.data);
  } else if (at.take("250 2.6.0 ")) {
    on_accepted(session, row);
  } else if (session.recipients > 0 && !row.data.empty() &&
             (row.data.front() == '4' || row.data.front() == '5')) {
    --session.recipients;  // Only recipients can be refused between MAIL and DATA.
  }
}

/// "250 2.6.0 <ID> [InternalId=N, Hostname=H] … Queued mail for delivery". The id is a stranger's
/// text, so the bracket is looked for from the right.
void ExchangeDialogue::on_accepted(ProtocolSession& session, const ProtocolRow& row) {
  const std::string_view reply = trimmed(row.data);
  constexpr std::string_view kId = " [InternalId=";
  const std::size_t bracket = reply.rfind(kId);
  if (bracket == std::string_view::npos || !reply.ends_with("Queued mail for delivery")) return;
  AcceptedMail mail;
  mail.sequence = row.sequence;
  mail.time = row.time;
  mail.message_id = text_hash(without_brackets(trimmed(reply.substr(10, bracket - 10))));
  Cursor at(reply.substr(bracket + kId.size()));
  if (!at.take_number(mail.internal_id)) return;
  std::string_view host;
  if (at.take(", Hostname=") && at.take_until(']', host)) mail.hostname = text(first_label(host));
  if (mail.hostname == 0) mail.hostname = session.server;
  mail.mail_from = session.mail_from;
  mail.has_mail_from = session.has_mail_from;
  mail.recipients = session.recipients;
  session.mails.push_back(mail);
  session.mail_from = 0;
  session.has_mail_from = false;
  session.recipients = 0;
}

void ExchangeDialogue::refuse(ProtocolSession& session, const ProtocolRow& row,
                              std::string_view reason) {
  session.login_open = false;
  session.refused.push_back({row.time, 0, session.mechanism, text(reason)});
}

/// Behind "TLS protocol ": "VERSION negotiation succeeded[ using bulk encryption algorithm
/// CIPHER…".
void ExchangeDialogue::on_tls(ProtocolSession& session, Cursor at) {
  std::string_view version;
  if (!at.take_until(' ', version) || !at.take("negotiation succeeded")) return;
  session.has_tls = true;
  session.tls = exchange_tls_version(version);
  const bool named = at.take(" using bulk encryption algorithm ");
  session.cipher = text(named ? at.rest().substr(0, at.rest().find(' ')) : std::string_view());
}

/// Behind "Inbound ": "AUTH MECHANISM failed because of REASON" and the like.
void ExchangeDialogue::on_login_failure(ProtocolSession& session, const ProtocolRow& row,
                                        std::string_view remark) {
  constexpr std::string_view kWhy = " failed because of ";
  const std::size_t why = remark.find(kWhy);
  if (why == std::string_view::npos) return;
  Cursor kind(remark.substr(0, why));
  constexpr std::size_t kLongestMechanism = 16;
  if (kind.take("AUTH ") || why <= kLongestMechanism) session.mechanism = text(kind.rest());
  // A second remark about the same attempt, of the same moment.
  const bool told =
      !session.refused.empty() && !session.login_open && session.refused.back().time == row.time;
  if (!told) refuse(session, row, remark.substr(why + kWhy.size()));
}

/// Behind "Proxy session was successfully set up. ": the Front End hands over a client that logged
/// in, and is blind to its mail from here on.
void ExchangeDialogue::on_handed_over(ProtocolSession& session, std::string_view remark) {
  constexpr std::string_view kEnd = " will now be proxied";
  constexpr std::string_view kUser = "Session for";  // No blank behind it.
  if (!remark.ends_with(kEnd)) return;
  remark.remove_suffix(kEnd.size());
  session.authenticated = true;
  session.login_open = false;
  if (remark.starts_with(kUser)) session.proxied_user = text(trimmed(remark.substr(kUser.size())));
}

void ExchangeDialogue::on_remark(ProtocolSession& session, const ProtocolRow& row) {
  const std::string_view context = trimmed(row.context);
  Cursor at(context);
  if (context == "authenticated") {
    if (session.hop && !session.login_open) return;  // X-EXPS: another server.
    session.user = text(row.data);
    session.authenticated = true;
  } else if (at.take("TLS protocol ")) {
    on_tls(session, at);
  } else if (at.take("Proxy session was successfully set up. ")) {
    on_handed_over(session, at.rest());
  } else if (at.take("Inbound ")) {
    on_login_failure(session, row, at.rest());
  } else if (at.take("User Name: ") && !session.refused.empty() && at.rest() != "NULL") {
    session.refused.back().user = text(at.rest());
  }
}

}  // namespace smtptally
