#pragma once

#include <optional>
#include <string_view>

#include "smtptally/tls.hpp"

namespace smtptally {

/// The class that people call so: "tls1_0", "tls1.0", "TLSv1", "TLS 1.0", "TLSv1.0", "SSLv3",
/// "none", in any case.
[[nodiscard]] std::optional<TlsClass> tls_class_called(std::string_view name);

}  // namespace smtptally
