#pragma once

#include "smtptally/report.hpp"

namespace smtptally {

/// The inputs of a report as a table. Borrows from `inputs`.
[[nodiscard]] Section inputs_section(const std::vector<InputSummary>& inputs);

/// Name, value and definition of every number of Coverage; then, for each reason why the TLS class
/// of counted messages is unknown, how many those are. Copies the numbers.
[[nodiscard]] Section coverage_section(const Coverage& coverage);
/// Those that are not zero, as lines of a screen.
[[nodiscard]] Section coverage_lines(const Coverage& coverage);

}  // namespace smtptally
