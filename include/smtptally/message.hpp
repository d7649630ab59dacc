#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/time.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// One accepted message, as a correlator hands it over: everything that a view may ask for.
/// Texts are as logged, byte for byte. The views die when the call that received them returns.
struct Message {
  static constexpr std::uint32_t kNoServiceNumber = UINT32_MAX;

  Micros time = 0;           ///< Of the `client=` line (Postfix) or the RECEIVE row (Exchange).
  std::string_view host;     ///< Log host.
  std::string_view service;  ///< Full tag: "postfix/submission/smtpd".
  /// A number that one correlator gives to this host and service alone, from 0; kNoServiceNumber if
  /// it gives none.
  std::uint32_t service_number = kNoServiceNumber;
  std::string_view dialect;  ///< "bsd", "rfc3339", "journal-json", …
  std::string_view queue_id;
  std::string_view account;          ///< Authenticated user; meaningful only if `authenticated`.
  std::string_view mechanism;        ///< SASL mechanism as the client named it.
  std::string_view envelope_sender;  ///< MAIL FROM without brackets; empty is the null sender.
  std::string_view client;  ///< Address without name, port and brackets; "unknown" if so logged.
  std::string_view cipher;  ///< Of the session at the time of the message; empty without TLS.
  std::optional<std::uint64_t> recipients;
  std::optional<std::uint64_t> bytes;
  std::uint64_t count = 1;  ///< A row of a report may stand for several that are alike.
  TlsEvidence tls = TlsEvidence::start_missing;
  bool authenticated = false;
  bool estimated = false;     ///< The TLS and account are those of the only session that fits.
  bool has_envelope = false;  ///< Whether the log told the envelope sender.
};

/// A login that the server refused. Views as in Message.
struct LoginFailure {
  Micros time = 0;
  std::string_view host;
  std::string_view service;
  std::string_view account;  ///< As tried; empty where the log does not say.
  std::string_view client;
  std::string_view mechanism;
  std::string_view reason;
};

/// Why a TLS handshake broke off.
enum class HandshakeReason : std::uint8_t {
  protocol,     ///< No version of TLS that both sides speak, or no TLS at all.
  cipher,       ///< No cipher, group or signature that both sides take.
  certificate,  ///< One side did not like the certificate of the other.
  closed,       ///< The connection ended in the handshake.
  other,
};
inline constexpr std::array<std::string_view, 5> kHandshakeReasonNames{
    "protocol", "cipher", "certificate", "closed", "other"};

[[nodiscard]] constexpr std::size_t index_of(HandshakeReason r) noexcept {
  return static_cast<std::size_t>(r);
}
static_assert(index_of(HandshakeReason::other) + 1 == kHandshakeReasonNames.size());

/// A TLS session that one side broke off before it stood: each one once. Views as in Message.
struct HandshakeFailure {
  Micros time = 0;
  std::string_view host;
  std::string_view service;
  std::string_view client;
  HandshakeReason reason_class = HandshakeReason::other;
  std::string_view reason;  ///< As logged.
};

/// Takes finished messages from a correlator.
class MessageSink {
 public:
  MessageSink() = default;
  MessageSink(const MessageSink&) = delete;
  MessageSink& operator=(const MessageSink&) = delete;
  virtual ~MessageSink() = default;

  virtual void accept(const Message& message) = 0;
  virtual void refused(const LoginFailure& login) = 0;
  virtual void refused(const HandshakeFailure& handshake) = 0;
};

}  // namespace smtptally
