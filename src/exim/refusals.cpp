// Reads refused logins, handshakes and messages.

#include "exim/refusals.hpp"

#include <array>

#include "exim/fields.hpp"
#include "parse/library_reason.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

/// Of GnuTLS, and of Exim itself; those of OpenSSL are in class_of_reason().
struct EximReason {
  std::string_view beginning;
  HandshakeReason reason_class;
};
constexpr std::array<EximReason, 17> kEximReasons{{
    {"A packet with illegal or unsupported version", HandshakeReason::protocol},
    {"An unexpected TLS packet was received", HandshakeReason::protocol},  // Mostly no TLS at all.
    {"A TLS packet with unexpected length", HandshakeReason::protocol},
    {"The client's protocol version", HandshakeReason::protocol},
    {"No supported cipher suites", HandshakeReason::cipher},
    {"Could not negotiate a supported cipher suite", HandshakeReason::cipher},
    {"No or insufficient priorities", HandshakeReason::cipher},
    {"None of the provided ciphers", HandshakeReason::cipher},
    {"CA is unknown", HandshakeReason::certificate},
    {"Certificate is", HandshakeReason::certificate},
    {"Error in the certificate", HandshakeReason::certificate},
    // The alert of a client of TLS 1.3 that refuses our certificate: its keys are not ours yet.
    {"Decryption has failed", HandshakeReason::certificate},
    {"The TLS connection was non-properly terminated", HandshakeReason::closed},
    {"timed out", HandshakeReason::closed},
    {"TCP connection closed by peer", HandshakeReason::closed},
    {"Error in the pull function", HandshakeReason::closed},
    {"Connection reset", HandshakeReason::closed},
}};

/// Takes the fields that may stand behind a host, where a line has no protocol.
bool skip_session_fields(Cursor& at, std::string_view& port) {
  return take_interface(at, port) && skip_optional(at, " Ci=") && skip_optional(at, " U=");
}

/// Whether OpenSSL names nothing but the version that the client offered: "(TLSv1)". It does so
/// where that version is switched off, and where the client speaks no TLS.
bool is_offered_version(std::string_view reason) noexcept {
  return (reason.starts_with("(TLS") || reason.starts_with("(SSL")) && reason.ends_with(')');
}

HandshakeReason class_of_exim_reason(std::string_view reason) {
  for (const EximReason& known : kEximReasons) {
    if (reason.starts_with(known.beginning)) return known.reason_class;
  }
  if (is_offered_version(reason)) return HandshakeReason::protocol;
  return class_of_reason(reason);
}

/// The name that the client claimed, in "CODE text (set_id=ID)" or "CODE text (set_id=ID): more".
/// The name may hold anything; the text in front of it is Exim's own.
void take_claimed_name(std::string_view& text, std::string_view& name) noexcept {
  constexpr std::string_view kBegin = " (set_id=";
  const std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) return;
  const std::size_t end = text.ends_with(')') ? text.size() - 1 : text.rfind("): ");
  const std::size_t from = begin + kBegin.size();
  if (end != std::string_view::npos && end >= from) name = text.substr(from, end - from);
  text = text.substr(0, begin);
}

}  // namespace

bool read_refused_login(std::string_view text, LoginFailure& out) {
  Cursor at(text);
  if (!at.take_until(' ', out.mechanism) || !at.take("authenticator failed for ")) return false;
  if (!take_host(at, out.client) || !skip_session_fields(at, out.service) || !at.take(": ")) {
    out.client = {};
    return true;
  }
  out.reason = at.rest();
  take_claimed_name(out.reason, out.account);
  return true;
}

bool read_broken_handshake(std::string_view text, HandshakeFailure& out) {
  Cursor at(text);
  if (!at.take("TLS error on connection") || !skip_optional(at, " Ci=") || !at.take(" from ")) {
    return false;
  }
  if (!take_host(at, out.client) || !skip_session_fields(at, out.service) || !at.take(" (")) {
    return false;
  }
  std::string_view function;
  if (!at.take_until(')', function) || !at.take(": ")) return false;
  if (function != "gnutls_handshake" && function != "SSL_accept") return false;
  const std::string_view reason = library_reason(at.rest());
  out.reason = reason.empty() ? at.rest() : reason;
  out.reason_class = class_of_exim_reason(out.reason);
  return true;
}

bool is_refused_message(std::string_view behind_id) noexcept {
  Cursor at(behind_id);
  if (at.take("SMTP connection lost after final dot")) return true;
  std::string_view text;
  if (!at.take("H=") || !take_host(at, text) || !skip_session_fields(at, text) ||
      !skip_optional(at, " P=") || !skip_optional(at, " X=") || !skip_optional(at, " CV=") ||
      !skip_distinguished_name(at) || !skip_optional(at, " SNI=")) {
    return false;
  }
  if (at.take(" F=<") && !skip_address_in_brackets(at)) return false;
  if (!skip_optional(at, " A=")) return false;
  return at.take(" rejected after DATA") || at.take(" temporarily rejected after DATA");
}

}  // namespace smtptally
