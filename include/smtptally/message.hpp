#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/time.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// One accepted message, as the correlators deliver it, with every property that a view may show.
/// Texts are as logged, byte for byte. The views are valid during the call that receives them.
struct Message {
  static constexpr std::uint32_t kNoServiceNumber = UINT32_MAX;

  Micros time = 0;           ///< Time of the client= line (Postfix) or RECEIVE row (Exchange).
  std::string_view host;     ///< Log host.
  std::string_view service;  ///< Full tag: "postfix/submission/smtpd".
  /// The correlator's number for this host and service, from 0; kNoServiceNumber if it gives none.
  std::uint32_t service_number = kNoServiceNumber;
  std::string_view dialect;  ///< "bsd", "rfc3339", "journal-json", …
  std::string_view queue_id;
  std::string_view account;          ///< Authenticated user; meaningful only if `authenticated`.
  std::string_view mechanism;        ///< SASL mechanism as the client sent it.
  std::string_view envelope_sender;  ///< MAIL FROM without brackets; empty is the null sender.
  std::string_view client;  ///< Address without name, port and brackets; "unknown" if so logged.
  std::string_view cipher;  ///< Cipher of the session when the message began; empty without TLS.
  std::optional<std::uint64_t> recipients;
  std::optional<std::uint64_t> bytes;
  std::uint64_t count = 1;  ///< A row of a report may stand for several messages.
  TlsEvidence tls = TlsEvidence::start_missing;
  bool authenticated = false;
  bool estimated = false;     ///< TLS and account come from the only session that matches.
  bool has_envelope = false;  ///< The log names the envelope sender.
  /// The most recipients of one of them; if unset, all have as many.
  std::optional<std::uint64_t> widest{};
};

/// A login that the server refused. The views are as in Message.
struct LoginFailure {
  Micros time = 0;
  std::string_view host;
  std::string_view service;
  std::string_view account;  ///< The account that was tried; empty if the log does not name it.
  std::string_view client;
  std::string_view mechanism;
  std::string_view reason;
};

/// The class of the cause of a failed TLS handshake.
enum class HandshakeReason : std::uint8_t {
  protocol,     ///< The two sides share no TLS version, or one side does not speak TLS.
  cipher,       ///< The two sides share no cipher, group or signature algorithm.
  certificate,  ///< One side rejected the certificate of the other.
  closed,       ///< The connection ended during the handshake.
  other,
};
inline constexpr std::array<std::string_view, 5> kHandshakeReasonNames{
    "protocol", "cipher", "certificate", "closed", "other"};

[[nodiscard]] constexpr std::size_t index_of(HandshakeReason r) noexcept {
  return static_cast<std::size_t>(r);
}
static_assert(index_of(HandshakeReason::other) + 1 == kHandshakeReasonNames.size());

/// A TLS handshake that failed; each one is reported once. The views are as in Message.
struct HandshakeFailure {
  Micros time = 0;
  std::string_view host;
  std::string_view service;
  std::string_view client;
  HandshakeReason reason_class = HandshakeReason::other;
  std::string_view reason;  ///< As logged.
};

/// Receives finished messages from a correlator.
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
