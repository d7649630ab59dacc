#pragma once

#include <string_view>

#include "smtptally/message.hpp"

namespace smtptally {

/// The reason in what OpenSSL says of an error, which Postfix logs behind "TLS library problem: "
/// and Exim behind "(SSL_accept): ":
/// "[THREAD:]error:CODE:LIBRARY:FUNCTION:REASON:FILE:LINE:[DATA:]". Empty if it has not that shape.
[[nodiscard]] std::string_view library_reason(std::string_view text) noexcept;

/// The class of such a reason. The texts are OpenSSL's and LibreSSL's own of all versions; no
/// client can write them.
[[nodiscard]] HandshakeReason class_of_reason(std::string_view reason) noexcept;

/// Whether `said`, the text behind "SSL_accept error from NAMADDR: ", names no reason: "-1" or "0",
/// what SSL_accept() returned.
[[nodiscard]] bool is_return_value(std::string_view said) noexcept;

}  // namespace smtptally
