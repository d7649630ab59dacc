#pragma once

#include <string_view>

#include "smtptally/message.hpp"

namespace smtptally {

/// Why a TLS handshake failed, by the name that Exchange gives: "SocketError", "AlgorithmMismatch".
/// Windows tells by one name that there was no common version and that there was no common cipher;
/// the version is what it is about nearly always.
[[nodiscard]] HandshakeReason exchange_handshake_reason(std::string_view name) noexcept;

}  // namespace smtptally
