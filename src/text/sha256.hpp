#pragma once

#include <array>
#include <string>
#include <string_view>

namespace smtptally {

using Sha256 = std::array<unsigned char, 32>;

/// SHA-256 (FIPS 180-4).
[[nodiscard]] Sha256 sha256(std::string_view bytes);
/// HMAC (RFC 2104) with SHA-256: who has no key learns nothing of the bytes.
[[nodiscard]] Sha256 hmac_sha256(std::string_view key, std::string_view bytes);

/// SHA-256 of `bytes` in Base64, as a Content-Security-Policy names what may run.
[[nodiscard]] std::string sha256_base64(std::string_view bytes);

}  // namespace smtptally
