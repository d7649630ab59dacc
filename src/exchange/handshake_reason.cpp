// Classifies Exchange's reasons of failed TLS handshakes.

#include "exchange/handshake_reason.hpp"

#include <algorithm>
#include <array>

namespace smtptally {
namespace {

struct ReasonName {
  std::string_view name;
  HandshakeReason reason;
};
/// Windows status codes without "SEC_E_", in Exchange's spelling.
constexpr std::array<ReasonName, 7> kReasons{{
    {"AlgorithmMismatch", HandshakeReason::protocol},
    {"UnsupportedFunction", HandshakeReason::protocol},
    {"CertExpired", HandshakeReason::certificate},
    {"CertUnknown", HandshakeReason::certificate},
    {"UntrustedRoot", HandshakeReason::certificate},
    {"WrongPrincipal", HandshakeReason::certificate},
    {"SocketError", HandshakeReason::closed},
}};

}  // namespace

HandshakeReason exchange_handshake_reason(std::string_view name) noexcept {
  const auto found = std::find_if(kReasons.begin(), kReasons.end(),
                                  [&](const ReasonName& known) { return known.name == name; });
  return found == kReasons.end() ? HandshakeReason::other : found->reason;
}

}  // namespace smtptally
