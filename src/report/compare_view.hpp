#pragma once

#include <optional>

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Of these three, those of changes_view.hpp where there is a period to compare with.
/// The order is fixed: no --sort; conditions only on what a message shows by itself.
[[nodiscard]] std::optional<Error> refuse_in_compare(const Config& config);
[[nodiscard]] CollectSpec collect_compare(const Config& config);
/// The senders of which the logs say something else than the exported report in report.compared:
/// another number of messages, or other percentages than the export's digits allow. Addresses
/// compare without case. Most messages first, then bytewise.
void build_compare(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
