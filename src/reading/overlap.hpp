#pragma once

#include <vector>

#include "reading/input_job.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Whether any two of the logs may hold the same lines: those of one host, of which one begins
/// before the other ends. Where the time of the last change does not tell when a file ended, as
/// after a copy, its last lines do. A line in the middle may be later: ask again when the logs were
/// read. Requires jobs in the order of their first stamps.
[[nodiscard]] bool any_overlap(std::vector<Job>& jobs, const Config& config);

}  // namespace smtptally
