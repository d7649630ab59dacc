#pragma once

#include <string_view>

#include "smtptally/message.hpp"

namespace smtptally {

/// Reads "DRIVER authenticator failed for HOST…: CODE text (set_id=ID)". False for another text.
/// Of a line that does not fit behind its beginning, only the mechanism is known. The account is
/// as logged, escaped. The port of the service goes to `service` if it is logged.
[[nodiscard]] bool read_refused_login(std::string_view text, LoginFailure& out);

/// Reads "TLS error on connection from HOST (FUNCTION): TEXT" of a handshake with a client. False
/// for another text: a session that broke off later, or one to another server.
[[nodiscard]] bool read_broken_handshake(std::string_view text, HandshakeFailure& out);

/// Whether the text behind an id says that the message was refused behind its data: "H=… rejected
/// after DATA", "SMTP connection lost after final dot".
[[nodiscard]] bool is_refused_message(std::string_view behind_id) noexcept;

}  // namespace smtptally
