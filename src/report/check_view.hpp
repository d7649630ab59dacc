#pragma once

#include "report/views.hpp"

namespace smtptally {

[[nodiscard]] CollectSpec collect_check(const Config& config);
/// What the logs can and cannot tell, with counts, and which setting to change.
void build_check(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
