#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "smtptally/tls_class.hpp"

namespace smtptally {

/// The evidence of one session about the TLS of one message. Finer than TlsClass: it keeps the
/// reason of an `unknown`. The two kinds of `plain` still depend on the whole input, see
/// PlainProof.
enum class TlsEvidence : std::uint8_t {
  tls1_0,
  tls1_1,
  tls1_2,
  tls1_3,
  ssl,            ///< SSLv2 or SSLv3.
  proven_plain,   ///< Exchange: the session was seen from its start and had no STARTTLS.
  plain,          ///< No TLS line, and the session's own statistics count no STARTTLS.
  plain_whole,    ///< No TLS line in a session seen from start to end, without statistics.
  start_missing,  ///< The session began before the input, or the line has no process id.
  not_logged,     ///< TLS was used (STARTTLS count, wrapper service), version not logged.
  proxied,        ///< Login through XCLIENT: the logged TLS is the proxy's, not the client's.
  end_missing,    ///< No TLS line, and the session's end, which would prove plaintext, is missing.
  statistics_differ,     ///< The session's statistics contradict its lines.
  contradictory,         ///< A version that this program does not know.
  hub_log_missing,       ///< Exchange: no receive protocol row of the message's session.
  frontend_log_missing,  ///< Exchange: the session on the Front End is missing.
  ambiguous,             ///< Exchange: several sessions match, and their TLS differs.
  not_stated,            ///< Exchange 2010 and message traces can omit the version.
  rows_missing,          ///< Exchange: rows of the session before the message are missing.
  message_info_differs,  ///< Exchange: message-info of tracking contradicts the session.
  selector_missing,      ///< Exim: TLS was used, and its log_selector leaves the version out.
  two_readings,          ///< Exim: the line can be read in two ways, or was cut.
};

inline constexpr std::array<std::string_view, 22> kTlsEvidenceNames{"tls1_0",
                                                                    "tls1_1",
                                                                    "tls1_2",
                                                                    "tls1_3",
                                                                    "ssl",
                                                                    "proven_plain",
                                                                    "plain",
                                                                    "plain_without_statistics",
                                                                    "session_start_missing",
                                                                    "version_not_logged",
                                                                    "proxied",
                                                                    "session_end_missing",
                                                                    "statistics_differ",
                                                                    "contradictory",
                                                                    "hub_log_missing",
                                                                    "frontend_log_missing",
                                                                    "ambiguous",
                                                                    "not_stated",
                                                                    "rows_missing",
                                                                    "message_info_differs",
                                                                    "selector_missing",
                                                                    "two_readings"};

[[nodiscard]] constexpr std::size_t index_of(TlsEvidence e) noexcept {
  return static_cast<std::size_t>(e);
}
static_assert(index_of(TlsEvidence::two_readings) + 1 == kTlsEvidenceNames.size());

/// Whether a message without a TLS line was plaintext, by the whole input's evidence of its service
/// (log host and full tag).
struct PlainProof {
  bool plain = false;        ///< For TlsEvidence::plain.
  bool plain_whole = false;  ///< For TlsEvidence::plain_whole.
};

/// Whether the class of a message with this evidence depends on its service.
[[nodiscard]] constexpr bool asks_service(TlsEvidence evidence) noexcept {
  return evidence == TlsEvidence::plain || evidence == TlsEvidence::plain_whole;
}

/// The class of a message with this evidence.
[[nodiscard]] constexpr TlsClass classify(TlsEvidence evidence, PlainProof proof) noexcept {
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
      return proof.plain ? TlsClass::none : TlsClass::unknown;
    case TlsEvidence::plain_whole:
      return proof.plain_whole ? TlsClass::none : TlsClass::unknown;
    case TlsEvidence::proven_plain:
      return TlsClass::none;
    case TlsEvidence::start_missing:
    case TlsEvidence::not_logged:
    case TlsEvidence::proxied:
    case TlsEvidence::end_missing:
    case TlsEvidence::statistics_differ:
    case TlsEvidence::contradictory:
    case TlsEvidence::hub_log_missing:
    case TlsEvidence::frontend_log_missing:
    case TlsEvidence::ambiguous:
    case TlsEvidence::not_stated:
    case TlsEvidence::rows_missing:
    case TlsEvidence::message_info_differs:
    case TlsEvidence::selector_missing:
    case TlsEvidence::two_readings:
      return TlsClass::unknown;
  }
  return TlsClass::unknown;
}

/// Whether a cipher logged with this evidence belongs to the message.
[[nodiscard]] constexpr bool has_cipher(TlsEvidence evidence) noexcept {
  return evidence <= TlsEvidence::ssl || evidence == TlsEvidence::contradictory;
}

}  // namespace smtptally
