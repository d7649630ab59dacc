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

/// What is read of the times in a cell.
enum class CellTimes : std::uint8_t {
  first,    ///< All have the time of the first.
  ends,     ///< All but the last.
  minutes,  ///< All that is known.
};

/// From the column `at` on.
[[nodiscard]] HistorySums read_sums(const SqlRows& row, int at, Micros start,
                                    CellTimes times = CellTimes::minutes);
/// To the parameter `at` on. `minutes` holds bytes until the statement has run.
void bind_sums(SqlRows& statement, int at, Micros start, const HistorySums& sums,
               std::string& minutes);

}  // namespace smtptally
