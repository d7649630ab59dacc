#pragma once

#include <string>
#include <vector>

#include "smtptally/coverage.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Appends what --stats prints: the inputs, then one line "name value definition" for each number
/// of Coverage. Times in UTC. Safe for a terminal whatever the inputs are called.
void write_stats(const Coverage& coverage, const std::vector<InputSummary>& inputs,
                 std::string& out);

}  // namespace smtptally
