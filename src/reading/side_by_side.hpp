#pragma once

#include <vector>

#include "reading/job_reader.hpp"

namespace smtptally {

/// Reads the jobs in their order, as `reader` would: slices of files, and whole files, are read by
/// threads, each into a piece of its own, and merged in their order. The outcome is the same (see
/// Piece), whatever the parts. Gives the job whose year can not be right, which ends it.
/// Requires that the log can be merged from pieces (see ReadingPass).
[[nodiscard]] Job* read_side_by_side(const Reading& reading, JobReader& reader,
                                     std::vector<Job>& jobs);

}  // namespace smtptally
