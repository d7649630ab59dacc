// Interprets the rows of an SMTP session: logins, TLS, transactions.

#include "exchange/dialogue.hpp"

#include <string>

#include "exchange/handshake_reason.hpp"
#include "exchange/smtp_command.hpp"
#include "exchange/texts.hpp"
#include "exchange/vocabulary.hpp"
#include "text/ascii.hpp"

namespace smtptally {
namespace {

/// The last refused login; null if there is none.
RefusedLogin* last_refused(const ProtocolSession& session) noexcept {
  if (!session.refused || session.refused->logins.empty()) return nullptr;
  return &session.refused->logins.back();
}

}  // namespace

void ExchangeDialogue::take(ProtocolSession& session, const ProtocolRow& row) {
  switch (row.event) {
    case '<':
      return on_command(session, row);
    case '>':
      return on_reply(session, row);
    case '-':
      if (session.handshake_open) refuse_handshake(session, row, HandshakeReason::closed);
      return;
    case '+':
      return;
    default:
      return on_remark(session, row);
  }
}

void ExchangeDialogue::on_command(ProtocolSession& session, const ProtocolRow& row) {
  using Verb = SmtpCommand::Verb;
  const SmtpCommand command = parse_smtp_command(row.data);
  session.handshake_open = false;
  switch (command.verb) {
    case Verb::mail:
      return on_mail(session, command.rest);
    case Verb::rcpt:
      ++session.recipients;
      return;
    case Verb::reset:
    case Verb::hello:
      return session.forget_transaction();
    case Verb::starttls:
      session.starttls = true;
      session.starttls_open = true;
      return;
    case Verb::anonymous_tls:
    case Verb::server_login:
      session.hop = true;
      return;
    case Verb::auth:
      on_login(session, command.rest);
      return;
    case Verb::proxy:
    case Verb::proxy_from:
      return on_proxy(session, row, command.verb == Verb::proxy);
    case Verb::other:
      return;
  }
}

void ExchangeDialogue::on_mail(ProtocolSession& session, std::string_view rest) {
  session.forget_transaction();
  session.mail_seen = true;
  session.recipients_whole = true;
  std::string_view path;
  session.has_mail_from = take_path(rest, path);
  if (session.has_mail_from) session.mail_from = text(path);
}

/// Mechanisms are case insensitive (RFC 4954); tracking writes them in upper case.
void ExchangeDialogue::on_login(ProtocolSession& session, std::string_view rest) {
  std::string mechanism(rest.substr(0, rest.find(' ')));
  for (char& c : mechanism) c = ascii_upper(c);
  session.mechanism = text(mechanism);
  session.login_open = true;
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
  const std::string_view reply = trimmed(row.data);
  const char kind = reply.empty() ? ' ' : reply.front();
  const bool is_refusal = kind == '4' || kind == '5';
  if (session.starttls_open) {
    session.starttls_open = false;
    session.handshake_open = kind == '2';
    if (is_refusal) session.starttls = false;
  }
  if (kind == '2') {
    if (reply.starts_with("250 2.6.0 ")) {
      on_accepted(session, row, reply);
    } else if (reply.starts_with("235 ")) {
      on_granted(session, reply);
    }
  } else if (reply.starts_with("535 ") || reply.starts_with("504 5.7.")) {
    if (session.login_open) refuse(session, row, reply);
  } else if (session.recipients > 0 && is_refusal) {
    --session.recipients;  // Between MAIL and DATA only recipients can be refused.
  }
}

/// If the AUTH row is missing, the text of the reply shows that it was no server's login.
void ExchangeDialogue::on_granted(ProtocolSession& session, std::string_view reply) {
  const bool is_clients = !session.hop && !session.whole() && reply.starts_with("235 2.7.0 ");
  if (session.login_open || is_clients) log_in(session);
  session.granted = session.authenticated;
  session.login_open = false;
}

void ExchangeDialogue::log_in(ProtocolSession& session) {
  session.authenticated = true;
  session.login_tls = session.evidence();
}

/// Takes "250 2.6.0 <ID> [InternalId=N, Hostname=H] … Queued mail for delivery"; Exchange 2007
/// writes no brackets. A stranger wrote the id, so the bracket is searched from the right, and the
/// text behind it is checked.
void ExchangeDialogue::on_accepted(ProtocolSession& session, const ProtocolRow& row,
                                   std::string_view reply) {
  constexpr std::string_view kId = " [InternalId=";
  constexpr std::string_view kEnd = " queued mail for delivery";
  constexpr std::size_t kCode = 10;  // "250 2.6.0 ".
  if (reply.size() < kCode + kEnd.size() - 1 ||
      !starts_with_folded(reply.substr(reply.size() - kEnd.size()), kEnd)) {
    return;
  }
  AcceptedMail mail;
  mail.sequence = row.sequence;
  mail.time = row.time;
  std::size_t id_end = reply.size() - kEnd.size();
  const std::size_t bracket = reply.rfind(kId);
  if (bracket != std::string_view::npos) {
    Cursor at(reply.substr(bracket + kId.size()));
    std::string_view host;
    mail.numbered = at.take_number(mail.internal_id);
    if (mail.numbered && at.take(", Hostname=") && at.take_until(']', host)) {
      mail.hostname = text(first_label(host));
    } else {
      mail.numbered = mail.numbered && at.take(']');
    }
    // Otherwise the bracket is a part of the id.
    mail.numbered = mail.numbered && at.rest().find('>') == std::string_view::npos;
    if (mail.numbered) id_end = bracket;
  }
  if (!mail.numbered) {
    mail.internal_id = combine(session.id, row.sequence);
    mail.hostname = 0;
  }
  if (mail.hostname == 0) mail.hostname = session.server;
  mail.message_id = id_end < kCode
                        ? 0
                        : text_hash(without_brackets(trimmed(reply.substr(kCode, id_end - kCode))));
  mail.mail_from = session.mail_from;
  mail.has_mail_from = session.has_mail_from;
  mail.recipients = session.recipients_whole ? session.recipients : 0;
  mail.whole_since = session.whole_since;
  mail.tls = session.evidence();
  mail.cipher = session.cipher;
  mail.user = session.account();
  mail.authenticated = session.authenticated;
  session.mails.push_back(mail);
  session.forget_transaction();
}

/// Notes a refused login and forgets its user, whom an earlier "authenticated" row may have named.
void ExchangeDialogue::refuse(ProtocolSession& session, const ProtocolRow& row,
                              std::string_view reason) {
  session.login_open = false;
  session.refusals().logins.push_back(
      {row.time, session.granted ? 0 : session.user, session.mechanism, text(reason)});
  if (session.granted) return;
  session.user = 0;
  session.authenticated = false;
}

/// Takes the text behind "TLS protocol ": "VERSION negotiation succeeded[ using bulk encryption
/// algorithm CIPHER…".
void ExchangeDialogue::on_tls(ProtocolSession& session, Cursor at) {
  std::string_view version;
  if (!at.take_until(' ', version) || !at.take("negotiation succeeded")) return;
  session.has_tls = true;
  session.handshake_open = false;
  session.starttls_open = false;
  session.tls = exchange_tls_version(version);
  const bool named = at.take(" using bulk encryption algorithm ");
  session.cipher = text(named ? at.rest().substr(0, at.rest().find(' ')) : std::string_view());
}

/// Notes a failed handshake, but not one between two servers. A row with the reason comes before
/// the session's end, which is less precise.
void ExchangeDialogue::refuse_handshake(ProtocolSession& session, const ProtocolRow& row,
                                        HandshakeReason reason) {
  session.handshake_open = false;
  if (session.hop || session.has_tls) return;
  std::optional<RefusedHandshake>& refused = session.refusals().handshake;
  if (!refused) refused = {row.time, reason, text(trimmed(row.context))};
}

/// Takes the text behind "Inbound ": "AUTH MECHANISM failed because of REASON" and the like.
void ExchangeDialogue::on_login_failure(ProtocolSession& session, const ProtocolRow& row,
                                        std::string_view remark) {
  constexpr std::string_view kWhy = " failed because of ";
  const std::size_t why = remark.find(kWhy);
  if (why == std::string_view::npos) return;
  Cursor kind(remark.substr(0, why));
  constexpr std::size_t kLongestMechanism = 16;
  if (kind.take("AUTH ") || why <= kLongestMechanism) session.mechanism = text(kind.rest());
  const RefusedLogin* const last = last_refused(session);
  // A second remark about the same attempt at the same time.
  const bool told = !session.login_open && last != nullptr && last->time == row.time;
  if (!told) refuse(session, row, remark.substr(why + kWhy.size()));
}

/// Takes the text behind "Proxy session was successfully set up. ": the Front End hands over a
/// client that logged in, and does not see its mail from here on.
void ExchangeDialogue::on_handed_over(ProtocolSession& session, std::string_view remark) {
  constexpr std::string_view kEnd = " will now be proxied";
  constexpr std::string_view kUser = "Session for";  // No blank behind it.
  if (!remark.ends_with(kEnd)) return;
  remark.remove_suffix(kEnd.size());
  log_in(session);
  session.granted = true;
  session.handed_over = true;
  session.login_open = false;
  if (remark.starts_with(kUser)) session.proxied_user = text(trimmed(remark.substr(kUser.size())));
}

void ExchangeDialogue::on_remark(ProtocolSession& session, const ProtocolRow& row) {
  const std::string_view context = trimmed(row.context);
  Cursor at(context);
  if (context == "authenticated") {
    if (session.hop && !session.login_open) return;  // X-EXPS: login of another server.
    session.user = text(row.data);
    log_in(session);
  } else if (at.take("TLS protocol ")) {
    on_tls(session, at);
  } else if (at.take("TLS negotiation failed with error ")) {
    const std::string_view name = at.rest().substr(0, at.rest().find_first_of(" .,:"));
    refuse_handshake(session, row, exchange_handshake_reason(name));
  } else if (at.take("Proxy session was successfully set up. ")) {
    on_handed_over(session, at.rest());
  } else if (at.take("Setting up client proxy session failed with error: ")) {
    if (session.login_open) refuse(session, row, at.rest());
  } else if (at.take("Inbound ")) {
    on_login_failure(session, row, at.rest());
  } else if (at.take("User Name: ") && at.rest() != "NULL") {
    if (RefusedLogin* const last = last_refused(session)) last->user = text(at.rest());
  }
}

}  // namespace smtptally
