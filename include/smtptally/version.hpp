#pragma once

#include <string_view>

namespace smtptally {

/// The version of the program, "0.1.0": of --version, of the JSON report and of the man page.
[[nodiscard]] std::string_view version() noexcept;

}  // namespace smtptally
