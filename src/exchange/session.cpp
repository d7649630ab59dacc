// ProtocolSession: missing rows, the end, renumbering.

#include "exchange/session.hpp"

#include <algorithm>

namespace smtptally {

void ProtocolSession::miss(std::uint32_t sequence) noexcept {
  const std::uint32_t missing = sequence - next_sequence;
  whole_since = sequence;
  recipients_whole = false;
  handshake_open = false;
  // The missing rows may have ended the transaction and begun another one.
  if (missing > 1) forget_transaction();
}

void ProtocolSession::forget_transaction() noexcept {
  mail_from = 0;
  has_mail_from = false;
  recipients_whole = false;
  recipients = 0;
}

void ProtocolSession::end(std::uint64_t row) {
  closed = row;
  mails.shrink_to_fit();
  links_rise = std::ranges::is_sorted(links, {}, &ProxyLink::sequence);
  mails_rise = std::ranges::is_sorted(mails, {}, &AcceptedMail::internal_id);
}

void ProtocolSession::renumber(const DictionaryMap& translation, std::uint64_t rows_before) {
  opened += rows_before;
  closed += rows_before;
  for (TextId* text : {&connector, &host, &server, &cipher, &client, &local, &user, &proxied_user,
                       &mechanism, &mail_from}) {
    translation.apply(*text);
  }
  for (ProxyLink& link : links) translation.apply(link.client_address);
  for (AcceptedMail& mail : mails) {
    translation.apply(mail.hostname);
    translation.apply(mail.mail_from);
    translation.apply(mail.cipher);
    translation.apply(mail.user);
  }
  if (!refused) return;
  if (refused->handshake) translation.apply(refused->handshake->reason);
  for (RefusedLogin& login : refused->logins) {
    translation.apply(login.user);
    translation.apply(login.mechanism);
    translation.apply(login.reason);
  }
}

}  // namespace smtptally
