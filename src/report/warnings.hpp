#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// What is known when everything was read; nothing of it depends on the command.
struct Facts {
  const Config& config;
  const Coverage& coverage;
  std::span<const InputSummary> inputs;
  /// What the inputs cover, whatever the range: from their first line to their last one. Nothing
  /// where no line has a time.
  std::optional<TimeRange> covered;
};

/// What the user must hear of these facts, one sentence each. Who prints them, says them in
/// `check`, or exits with 3 takes them from here and nowhere else. To add one that
/// counts something, see Finding; any other: a function and a row of the table in warnings.cpp.
[[nodiscard]] std::vector<Warning> find_warnings(const Facts& facts);

/// The same where only the view knows: its conditions leave no row, though messages were counted.
void warn_of_no_rows(const Config& config, Report& report);

}  // namespace smtptally
