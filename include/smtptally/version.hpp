#pragma once

#include <string_view>

namespace smtptally {

/// The version, "0.1.0", for --version, the JSON report and the man page.
[[nodiscard]] std::string_view version() noexcept;

}  // namespace smtptally
