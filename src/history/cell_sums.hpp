#pragma once

#include <cstdint>
#include <string>

#include "history/sql_rows.hpp"
#include "pivot/history_cells.hpp"

namespace smtptally {

/// The columns of sums: messages, recipients, bytes, widest, first, last, minutes.
inline constexpr int kSumColumns = 7;

/// Since 1970: that in which a cell begins. The minutes of its sums are kept as distances from it.
[[nodiscard]] inline std::int64_t minute_at(Micros start) noexcept {
  return whole_seconds(start) / 60;
}

/// From the column `at` on.
[[nodiscard]] HistorySums read_sums(const SqlRows& row, int at, Micros start);
/// To the parameter `at` on. `minutes` holds bytes until the statement has run.
void bind_sums(SqlRows& statement, int at, Micros start, const HistorySums& sums,
               std::string& minutes);

}  // namespace smtptally
