#pragma once

#include <cstdint>
#include <memory>

#include "exchange/session.hpp"
#include "exchange/state_texts.hpp"
#include "exchange/tracked.hpp"

namespace smtptally {

/// How the open state of Exchange is stored: which fields, in which order. One function names the
/// texts, writes and reads each struct; it binds every field, so that it fails to compile when one
/// is added.

template <class Archive, class Tracked>
void tracked_fields(Archive& at, Tracked& message) {
  auto& [time, row, session_start, session, internal_id, message_id, network_id, envelope, bytes,
         recipients, host, server, connector, return_path, client, mechanism, cipher, dialect,
         id_text, count, origin, tls, online, said_plain, said_tls, reported, proxied, has_client,
         has_size, has_recipients] = message;
  at(time, row);
  at.bound(session_start);
  at(session, internal_id);
  at.hashes(message_id, network_id, envelope);
  at(bytes, recipients);
  at.ids(host, server, connector, return_path, client, mechanism, cipher, dialect, id_text);
  at(count, online, said_plain, said_tls, reported, proxied, has_client, has_size, has_recipients);
  at.choice(origin, TrackedMessage::Origin::probe);
  at.choice(tls, TlsEvidence::message_info_differs);
}

template <class Archive, class Link>
void link_fields(Archive& at, Link& link) {
  auto& [sequence, session, client, client_address] = link;
  at(sequence, session, client);
  at.ids(client_address);
}

template <class Archive, class Mail>
void mail_fields(Archive& at, Mail& mail) {
  auto& [time, internal_id, message_id, sequence, hostname, mail_from, recipients, whole_since,
         cipher, user, numbered, has_mail_from, authenticated, tls] = mail;
  at(time, internal_id);
  at.hashes(message_id);
  at(sequence, recipients, whole_since, numbered, has_mail_from, authenticated);
  at.ids(hostname, mail_from, cipher, user);
  at.choice(tls, TlsEvidence::message_info_differs);
}

template <class Archive, class Login>
void login_fields(Archive& at, Login& login) {
  auto& [time, user, mechanism, reason] = login;
  at(time);
  at.ids(user, mechanism, reason);
}

template <class Archive, class Handshake>
void handshake_fields(Archive& at, Handshake& handshake) {
  auto& [time, reason_class, reason] = handshake;
  at(time);
  at.choice(reason_class, HandshakeReason::other);
  at.ids(reason);
}

/// Both are seldom there.
template <class Archive>
void refusals_fields(Archive& at, const std::unique_ptr<SessionRefusals>& refused) {
  at(refused != nullptr);
  if (!refused) return;
  const auto& [logins, handshake] = *refused;
  list_fields(at, logins, [&](const RefusedLogin& login) { login_fields(at, login); });
  at(handshake.has_value());
  if (handshake) handshake_fields(at, *handshake);
}
inline void refusals_fields(TextReader& at, std::unique_ptr<SessionRefusals>& refused) {
  bool is_there = false;
  at(is_there);
  if (!is_there) return;
  refused = std::make_unique<SessionRefusals>();
  list_fields(at, refused->logins, [&](RefusedLogin& login) { login_fields(at, login); });
  at(is_there);
  if (is_there) handshake_fields(at, refused->handshake.emplace());
}

/// All but the row that closed it, which an open one does not have.
template <class Archive, class Session>
void session_fields(Archive& at, Session& session) {
  auto& [id, opened, closed, connector, host, server, began, last, next_sequence, whole_since,
         start_seen, ended, hop, starttls, starttls_open, handshake_open, authenticated, granted,
         handed_over, mail_seen, login_open, last_event, tls, has_tls, login_tls, cipher, client,
         local, user, proxied_user, mechanism, links, mails, links_rise, mails_rise, refused,
         mail_from, has_mail_from, recipients_whole, recipients] = session;
  at(opened, id, began, last, next_sequence, whole_since, start_seen, ended, hop, starttls,
     starttls_open, handshake_open, authenticated, granted, handed_over, mail_seen, login_open,
     last_event, has_tls, has_mail_from, recipients_whole, recipients);
  at.choice(tls, TlsEvidence::message_info_differs);
  at.choice(login_tls, TlsEvidence::message_info_differs);
  at.ids(connector, host, server, cipher, client, local, user, proxied_user, mechanism, mail_from);
  list_fields(at, links, [&](auto& link) { link_fields(at, link); });
  list_fields(at, mails, [&](auto& mail) { mail_fields(at, mail); });
  refusals_fields(at, refused);
}

}  // namespace smtptally
