#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smtptally {

/// A percentage as a report prints it, in one of the ways "12.5", "12,5%", "12.5 % (3)", "3
/// (12.5%)".
struct PrintedShare {
  double value = 0;
  int decimals = 0;  ///< Digits behind the point: how exact it claims to be.
  bool has_sign = false;
  std::optional<std::uint64_t> messages;  ///< The number beside it.
  bool operator==(const PrintedShare&) const = default;
};
/// Nothing for a text that is no share. `separator` is that of the file's columns.
[[nodiscard]] std::optional<PrintedShare> parse_share(std::string_view text, char separator);

/// A whole number as a locale prints it: "1004", "1,004", "1 004", "1'004", "1,00,004", "4.0".
/// Nothing for other texts, and where a point or comma may stand in front of three decimals or of
/// three digits of a thousand: a comma in a file that is separated by commas, and a point in one
/// separated by semicolons, belong to thousands; the others may be either ("4.000").
[[nodiscard]] std::optional<std::uint64_t> parse_whole(std::string_view text, char separator);

/// Letters and digits in lower case, and '%'; the words for it ("percentage", "pct") are '%', too:
/// "TLS 1.0 (percentage)" is "tls10%".
[[nodiscard]] std::string plain_column_name(std::string_view name);

}  // namespace smtptally
