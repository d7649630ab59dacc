#pragma once

#include <vector>

#include "history/database.hpp"
#include "io/input_set.hpp"
#include "io/meter.hpp"
#include "smtptally/config.hpp"
#include "smtptally/history_facts.hpp"

namespace smtptally {

/// Sizes and runs; notes say what is damaged, and where a host has no line for more than a day.
[[nodiscard]] HistoryFacts check_history(HistoryDatabase& database, const Config& config,
                                         std::vector<InputNote>& notes);

/// Counts the inputs of `config` anew, and says whether the history agrees on each hour that they
/// hold whole.
void compare_with_logs(HistoryDatabase& database, const Config& config,
                       std::vector<InputNote>& notes);

}  // namespace smtptally
