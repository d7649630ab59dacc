#pragma once

#include "report/views.hpp"

namespace smtptally {

[[nodiscard]] CollectSpec collect_events(const Config& config);
/// One row per accepted message, by time of its client= line unless --sort says otherwise.
void build_events(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
