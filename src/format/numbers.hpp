#pragma once

#include <cstdint>
#include <string>

#include "smtptally/report.hpp"
#include "text/percent.hpp"

namespace smtptally {

void append_number(std::uint64_t number, std::string& out);

/// 100 * count / total, rounded half up in exact integers: "33.3". Requires total > 0 and
/// count <= total.
void append_percent(const Share& share, Decimals decimals, std::string& out);

/// Whether there are two shares to compare.
[[nodiscard]] constexpr bool has_value(const ShareChange& change) noexcept {
  return change.now.total > 0 && change.before.total > 0;
}
/// The difference: "12", "-3"; with `plus`, "+12". Nothing for no shares to compare.
void append_change(const Change& change, bool plus, std::string& out);
void append_change(const ShareChange& change, Decimals decimals, bool plus, std::string& out);

/// The count, with a leading "~" when it is an estimate.
void append_distinct(const Distinct& distinct, std::string& out);

}  // namespace smtptally
