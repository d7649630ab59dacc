#pragma once

#include <optional>

#include "report/views.hpp"

namespace smtptally {

/// Every section on one page: TLS and volume by sender, days, old TLS, refusals, what is not known.
/// Conditions on numbers are refused: its sections count different rows.
[[nodiscard]] std::optional<Error> refuse_in_report(const Config& config);
[[nodiscard]] CollectSpec collect_report(const Config& config);
void build_report(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
