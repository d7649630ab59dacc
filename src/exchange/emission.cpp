// Makes a Message of a tracked message and its session.

#include "exchange/emission.hpp"

#include <string>

#include "exchange/vocabulary.hpp"
#include "parse/table_kind.hpp"

namespace smtptally {
namespace {

/// The evidence of the session, or message_info_differs if it contradicts message-info, which says
/// whether the client's AUTH LOGIN was under TLS. If the session is lost, message-info alone proves
/// plaintext.
TlsEvidence with_message_info(const TrackedMessage& t, TlsEvidence session) noexcept {
  const bool plain = session == TlsEvidence::proven_plain;
  const bool used_tls = session <= TlsEvidence::ssl;
  if ((t.said_tls && plain) || (t.said_plain && used_tls)) return TlsEvidence::message_info_differs;
  const bool is_lost =
      session == TlsEvidence::start_missing || session == TlsEvidence::rows_missing ||
      session == TlsEvidence::hub_log_missing || session == TlsEvidence::frontend_log_missing;
  return t.said_plain && is_lost ? TlsEvidence::proven_plain : session;
}

}  // namespace

void ExchangeEmission::tracked(const TrackedMessage& t, const JoinedSession& joined) {
  Message message;
  message.time = t.time;
  message.host = texts_->text(t.host);
  message.service =
      texts_->text(joined.session != nullptr ? joined.session->connector : t.connector);
  message.dialect = texts_->text(t.dialect);
  const std::string id = t.internal_id == 0 ? "" : std::to_string(t.internal_id);
  message.queue_id = t.reported ? texts_->text(t.id_text) : id;
  message.count = t.count;
  message.authenticated = t.origin == TrackedMessage::Origin::client;
  // The return-path replaces an unknown user; an empty one is the null sender.
  const TextId account = joined.account != 0 ? joined.account : t.return_path;
  message.account = account != 0 ? texts_->text(account) : std::string_view("<>");
  const bool own_mechanism = joined.session != nullptr && joined.session->mechanism != 0;
  message.mechanism = texts_->text(own_mechanism ? joined.session->mechanism : t.mechanism);
  message.envelope_sender = texts_->text(t.return_path);
  message.has_envelope = !t.reported;
  message.client = texts_->text(joined.client != 0 ? joined.client : t.client);
  message.tls = t.online ? joined.tls : with_message_info(t, joined.tls);
  if (has_cipher(message.tls)) {
    message.cipher = texts_->text(joined.session != nullptr ? joined.cipher : t.cipher);
  }
  if (t.has_size) message.bytes = t.bytes;
  if (t.has_recipients) message.recipients = t.recipients;
  message.estimated = joined.estimated;
  sink_->accept(message);
}

void ExchangeEmission::mail(const ProtocolSession& session, const AcceptedMail& mail,
                            const JoinedSession& joined) {
  if (joined.server) {
    ++(*coverage_)[CoverageItem::server_hops];
    return;
  }
  const std::string_view from = texts_->text(mail.mail_from);
  const TextId account = joined.account != 0 ? joined.account : mail.mail_from;
  if (!options_->count_probes && (is_probe(from) || is_probe(texts_->text(account)))) {
    ++(*coverage_)[CoverageItem::probes];
    return;
  }
  Message message;
  message.time = mail.time;
  message.host = texts_->text(session.host);
  message.service =
      texts_->text(joined.session != nullptr ? joined.session->connector : session.connector);
  message.dialect = name_of(TableKind::receive);
  const std::string id = mail.numbered ? std::to_string(mail.internal_id) : std::string();
  message.queue_id = id;
  message.authenticated = joined.client_login;
  message.account = account != 0 || !mail.has_mail_from ? texts_->text(account) : "<>";
  if (joined.session != nullptr) {
    message.mechanism = texts_->text(joined.session->mechanism);
    if (has_cipher(joined.tls)) message.cipher = texts_->text(joined.cipher);
  }
  message.envelope_sender = from;
  message.has_envelope = mail.has_mail_from;
  message.client = texts_->text(joined.client);
  if (mail.recipients > 0) message.recipients = mail.recipients;
  message.tls = joined.tls;
  sink_->accept(message);
}

void ExchangeEmission::refused(const ProtocolSession& session, const RefusedLogin& login) {
  sink_->refused(LoginFailure{.time = login.time,
                              .host = texts_->text(session.host),
                              .service = texts_->text(session.connector),
                              .account = texts_->text(login.user),
                              .client = texts_->text(session.client),
                              .mechanism = texts_->text(login.mechanism),
                              .reason = texts_->text(login.reason)});
}

void ExchangeEmission::refused(const ProtocolSession& session, const RefusedHandshake& handshake) {
  sink_->refused(HandshakeFailure{.time = handshake.time,
                                  .host = texts_->text(session.host),
                                  .service = texts_->text(session.connector),
                                  .client = texts_->text(session.client),
                                  .reason_class = handshake.reason_class,
                                  .reason = texts_->text(handshake.reason)});
}

}  // namespace smtptally
