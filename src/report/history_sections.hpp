#pragma once

#include "smtptally/history_facts.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Appends, for people, how large the history is, and what was read when.
void add_history_sections(const HistoryFacts& facts, Report& report);

}  // namespace smtptally
