#pragma once

#include <cstddef>
#include <vector>

#include "reading/input_job.hpp"

namespace smtptally {

/// For each job the first one that may hold lines of a log host that it holds, too, directly or by
/// way of others, as far as is known of their hosts. Of a pipe, these are known when it can not be
/// read again, so that with one all jobs are of one kin.
[[nodiscard]] std::vector<std::size_t> first_of_kin(const std::vector<Job>& jobs);

}  // namespace smtptally
