#pragma once

#include <string_view>

#include "smtptally/message.hpp"

namespace smtptally {

/// The class of a failed TLS handshake by Exchange's name for it: "SocketError",
/// "AlgorithmMismatch". Windows uses one name for no common version and for no common cipher;
/// nearly always the version is the cause.
[[nodiscard]] HandshakeReason exchange_handshake_reason(std::string_view name) noexcept;

}  // namespace smtptally
