#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smtptally {

/// The TLS class of a message, in the order of the report's columns. `none` is proven plaintext;
/// `unknown` is what the log cannot tell. They are never mixed.
enum class TlsClass : std::uint8_t { tls1_0, tls1_1, tls1_2, tls1_3, ssl, none, unknown };

/// One name per TlsClass, in enum order: column names of every output.
inline constexpr std::array<std::string_view, 7> kTlsClassNames{
    "tls1_0", "tls1_1", "tls1_2", "tls1_3", "ssl", "none", "unknown"};

[[nodiscard]] constexpr std::size_t index_of(TlsClass c) noexcept {
  return static_cast<std::size_t>(c);
}
static_assert(index_of(TlsClass::unknown) + 1 == kTlsClassNames.size());

/// What the lines of one session say about the TLS of one message. Finer than TlsClass: it keeps
/// the reason of an `unknown`, and `plain` still waits for the question whether the service writes
/// TLS lines at all, which only the whole input can answer.
enum class TlsEvidence : std::uint8_t {
  tls1_0,
  tls1_1,
  tls1_2,
  tls1_3,
  ssl,              ///< SSLv2 or SSLv3.
  proven_plain,     ///< Exchange: the session was seen from its start and had no STARTTLS.
  plain,            ///< Session seen from its start, no TLS line, no STARTTLS, no wrapper service.
  start_missing,    ///< The session began before the input, or the line has no process id.
  not_logged,       ///< TLS was used (STARTTLS count, wrapper service), its version not logged.
  proxied,          ///< Login through XCLIENT: the TLS seen is the proxy's, not the client's.
  contradictory,    ///< A version that this program does not know.
  hub_log_missing,  ///< Exchange: no receive protocol row of the message's session.
  frontend_log_missing,  ///< Exchange: it came through a Front End whose session is not there.
  ambiguous,             ///< Exchange: several sessions fit, and they differ.
  not_stated,            ///< Exchange 2010 and message traces may name no version.
  rows_missing,          ///< Exchange: rows of the session before the message are not there.
  message_info_differs,  ///< Exchange: message-info of tracking contradicts the session.
};

inline constexpr std::array<std::string_view, 17> kTlsEvidenceNames{"tls1_0",
                                                                    "tls1_1",
                                                                    "tls1_2",
                                                                    "tls1_3",
                                                                    "ssl",
                                                                    "proven_plain",
                                                                    "plain",
                                                                    "session_start_missing",
                                                                    "version_not_logged",
                                                                    "proxied",
                                                                    "contradictory",
                                                                    "hub_log_missing",
                                                                    "frontend_log_missing",
                                                                    "ambiguous",
                                                                    "not_stated",
                                                                    "rows_missing",
                                                                    "message_info_differs"};

[[nodiscard]] constexpr std::size_t index_of(TlsEvidence e) noexcept {
  return static_cast<std::size_t>(e);
}
static_assert(index_of(TlsEvidence::message_info_differs) + 1 == kTlsEvidenceNames.size());

/// The class of a message with this evidence. Plaintext is proven only where the same service
/// (log host and full tag) writes TLS lines for other sessions: with smtpd_tls_loglevel = 0 a
/// TLS session looks the same as a plain one.
[[nodiscard]] constexpr TlsClass classify(TlsEvidence evidence, bool service_logs_tls) noexcept {
  switch (evidence) {
    case TlsEvidence::tls1_0:
      return TlsClass::tls1_0;
    case TlsEvidence::tls1_1:
      return TlsClass::tls1_1;
    case TlsEvidence::tls1_2:
      return TlsClass::tls1_2;
    case TlsEvidence::tls1_3:
      return TlsClass::tls1_3;
    case TlsEvidence::ssl:
      return TlsClass::ssl;
    case TlsEvidence::plain:
      return service_logs_tls ? TlsClass::none : TlsClass::unknown;
    case TlsEvidence::proven_plain:
      return TlsClass::none;
    case TlsEvidence::start_missing:
    case TlsEvidence::not_logged:
    case TlsEvidence::proxied:
    case TlsEvidence::contradictory:
    case TlsEvidence::hub_log_missing:
    case TlsEvidence::frontend_log_missing:
    case TlsEvidence::ambiguous:
    case TlsEvidence::not_stated:
    case TlsEvidence::rows_missing:
    case TlsEvidence::message_info_differs:
      return TlsClass::unknown;
  }
  return TlsClass::unknown;
}

/// Whether a cipher that was logged with this evidence is that of the message.
[[nodiscard]] constexpr bool has_cipher(TlsEvidence evidence) noexcept {
  return evidence <= TlsEvidence::ssl || evidence == TlsEvidence::contradictory;
}

}  // namespace smtptally
