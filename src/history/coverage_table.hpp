#pragma once

#include "history/database.hpp"
#include "smtptally/coverage.hpp"

namespace smtptally {

/// Adds the counters and the evidence of services to those that are there.
void add_coverage(HistoryDatabase& database, const Coverage& coverage);
[[nodiscard]] Coverage read_coverage(HistoryDatabase& database);

}  // namespace smtptally
