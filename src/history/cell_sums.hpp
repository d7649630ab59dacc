#pragma once

#include <string>

#include "history/sql_rows.hpp"
#include "pivot/history_cells.hpp"

namespace smtptally {

/// The columns of sums: messages, recipients, bytes, widest, first, last, minutes.
inline constexpr int kSumColumns = 7;

/// From the column `at` on.
[[nodiscard]] HistorySums read_sums(const SqlRows& row, int at, Micros start);
/// To the parameter `at` on. `minutes` holds bytes until the statement has run.
void bind_sums(SqlRows& statement, int at, Micros start, const HistorySums& sums,
               std::string& minutes);

}  // namespace smtptally
