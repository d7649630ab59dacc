#pragma once

#include <cstdint>
#include <string>

namespace smtptally {

/// Digits after the point of a percentage.
enum class Decimals : std::uint8_t { one = 1, two = 2 };

/// 100 * count / total, rounded half up in exact integers: "33.3". Requires total > 0 and
/// count <= total.
void append_percent(std::uint64_t count, std::uint64_t total, Decimals decimals, std::string& out);

/// The same in units of its last digit, 333 for "33.3", and the text of such a number.
[[nodiscard]] std::uint64_t scaled_percent(std::uint64_t count, std::uint64_t total,
                                           Decimals decimals);
void append_scaled_percent(std::uint64_t scaled, Decimals decimals, std::string& out);

}  // namespace smtptally
