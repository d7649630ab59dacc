#pragma once

#include <optional>

#include "report/views.hpp"

namespace smtptally {

/// It counts messages while the log is read: no --sort, and --where only by what a message shows by
/// itself.
[[nodiscard]] std::optional<Error> refuse_in_check(const Config& config);
[[nodiscard]] CollectSpec collect_check(const Config& config);
/// What the logs can and cannot tell, with counts, and which setting to change.
void build_check(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
