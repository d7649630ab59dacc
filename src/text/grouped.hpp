#pragma once

#include <cstdint>
#include <string>

namespace smtptally {

/// "22,802": digits in groups of three.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// "999 B", "96.9 MB", "527 MB", "3.3 GB": SI units, one decimal below 100, rounded half up.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace smtptally
