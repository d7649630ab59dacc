#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/report_cells.hpp"
#include "smtptally/clients_report.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// One row of a report: its shares, or its numbers.
struct ReportRow {
  std::size_t line = 0;
  std::string wrong;  ///< The error of the row, unless it is the sum row.
  std::string address;
  std::uint64_t messages = 0;
  std::array<std::optional<PrintedShare>, kTlsClassNames.size()> shares;
  std::array<std::optional<std::uint64_t>, kTlsClassNames.size()> counts;
};

/// Whether a row with this text as its address may be the sum of the others.
[[nodiscard]] bool may_be_sum(std::string_view address);

/// Sums the rows of each sender. Removes a last row that is the sum of the others, and scales
/// fractions of a spreadsheet, where 50 % is 0.5; notes both.
[[nodiscard]] Result<ClientsReport> sum_report_rows(std::vector<ReportRow> rows,
                                                    std::vector<std::string> notes);

}  // namespace smtptally
