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

/// The count, with a leading "~" when it is an estimate.
void append_distinct(const Distinct& distinct, std::string& out);

}  // namespace smtptally
