#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "smtptally/message.hpp"
#include "smtptally/time.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// The number of a text in the dictionary of the owner; 0 is the empty text.
using TextId = std::uint32_t;

/// XPROXY or XPROXYFROM in a Hub session: names the session whose mail follows.
struct ProxyLink {
  std::uint32_t sequence = 0;
  std::uint64_t session = 0;  ///< Id of the Front End session.
  bool client = false;        ///< XPROXY: a client that logged in. XPROXYFROM: any client.
  TextId client_address = 0;
};

/// "250 2.6.0 … Queued mail for delivery": one message that the server accepted.
struct AcceptedMail {
  Micros time = 0;
  std::uint64_t internal_id = 0;
  std::uint64_t message_id = 0;  ///< Hash; of the text without brackets.
  std::uint32_t sequence = 0;
  TextId hostname = 0;  ///< First label in lower case; 0 if the reply names none.
  TextId mail_from = 0;
  std::uint32_t recipients = 0;  ///< 0 if unknown.
  /// The session's rows are complete from this one to the reply. 0: from the session's start.
  std::uint32_t whole_since = 0;
  TextId cipher = 0;
  TextId user = 0;        ///< The user who had logged in.
  bool numbered = false;  ///< Exchange 2007 has no InternalId: internal_id is then invented.
  bool has_mail_from = false;
  bool authenticated = false;
  TlsEvidence tls = TlsEvidence::start_missing;  ///< By the rows before it.
};

/// A login that the server refused.
struct RefusedLogin {
  Micros time = 0;
  TextId user = 0;  ///< As tried; 0 if the log does not name it.
  TextId mechanism = 0;
  TextId reason = 0;
};

/// A TLS handshake that failed, the last event of its session.
struct RefusedHandshake {
  Micros time = 0;
  HandshakeReason reason_class = HandshakeReason::other;
  TextId reason = 0;
};

/// The refused logins and handshakes of a session.
struct SessionRefusals {
  std::vector<RefusedLogin> logins;
  std::optional<RefusedHandshake> handshake;
};

}  // namespace smtptally
