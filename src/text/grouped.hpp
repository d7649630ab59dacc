#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtptally {

/// "22,802": digits in groups of three.
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "1 sender", "22,802 messages". The noun makes its plural with an s.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

/// "999 B", "96.9 MB", "527 MB", "3.3 GB": SI units, one decimal below 100, rounded half up.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace smtptally
