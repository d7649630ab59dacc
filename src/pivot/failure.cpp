// Failure: the common form of refused logins and handshakes.

#include "pivot/failure.hpp"

namespace smtptally {

Failure failure_of(const LoginFailure& login) noexcept {
  return {.kind = FailureKind::login,
          .time = login.time,
          .host = login.host,
          .service = login.service,
          .account = login.account,
          .client = login.client,
          .mechanism = login.mechanism,
          .reason_class = {},
          .reason = login.reason};
}

Failure failure_of(const HandshakeFailure& handshake) noexcept {
  return {.kind = FailureKind::handshake,
          .time = handshake.time,
          .host = handshake.host,
          .service = handshake.service,
          .account = {},
          .client = handshake.client,
          .mechanism = {},
          .reason_class = kHandshakeReasonNames[index_of(handshake.reason_class)],
          .reason = handshake.reason};
}

bool failures_have(Dimension dimension, SenderKind sender) noexcept {
  switch (dimension) {
    case Dimension::sender:
    case Dimension::domain:
      return sender == SenderKind::account;
    case Dimension::account:
    case Dimension::day:
    case Dimension::hour:
    case Dimension::week:
    case Dimension::month:
    case Dimension::weekday:
    case Dimension::client:
    case Dimension::network:
    case Dimension::mechanism:
    case Dimension::service:
    case Dimension::host:
    case Dimension::kind:
    case Dimension::reason_class:
    case Dimension::reason:
      return true;
    case Dimension::envelope_sender:
    case Dimension::tls:
    case Dimension::cipher:
    case Dimension::dialect:
      return false;
  }
  return false;
}

std::string_view text_of(const Failure& failure, Dimension dimension, MessageText& text) {
  if (dimension == Dimension::kind) return kFailureKindNames[index_of(failure.kind)];
  if (dimension == Dimension::reason_class) return failure.reason_class;
  if (dimension == Dimension::reason) return failure.reason;
  Message shown;
  shown.host = failure.host;
  shown.service = failure.service;
  shown.account = failure.account;
  shown.mechanism = failure.mechanism;
  shown.client = failure.client;
  shown.authenticated = true;
  return text.get(dimension, shown);
}

}  // namespace smtptally
