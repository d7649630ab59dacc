#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// SHA-256 (FIPS 180-4) of `bytes` in Base64, as a Content-Security-Policy names what may run.
[[nodiscard]] std::string sha256_base64(std::string_view bytes);

}  // namespace smtptally
