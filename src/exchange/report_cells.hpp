#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smtptally {

/// A percentage as a report prints it: "12.5", "12,5%", "12.5 % (3)" or "3 (12.5%)".
struct PrintedShare {
  double value = 0;
  int decimals = 0;  ///< Digits behind the decimal point: its precision.
  bool has_sign = false;
  std::optional<std::uint64_t> messages;  ///< The number beside the percentage.
  bool operator==(const PrintedShare&) const = default;
};
/// Nothing for a text that is not a share. `separator` is the column separator of the file.
[[nodiscard]] std::optional<PrintedShare> parse_share(std::string_view text, char separator);

/// A whole number as a locale prints it: "1004", "1,004", "1 004", "1'004", "1,00,004", "4.0".
/// Nothing for other texts, and for ambiguous ones such as "4.000": three decimals or thousands. A
/// comma in a file separated by commas, and a point in one separated by semicolons, always
/// separates thousands.
[[nodiscard]] std::optional<std::uint64_t> parse_whole(std::string_view text, char separator);

/// Normalises a column name: letters and digits in lower case, and '%', also for "percentage" and
/// "pct". "TLS 1.0 (percentage)" becomes "tls10%".
[[nodiscard]] std::string plain_column_name(std::string_view name);

}  // namespace smtptally
