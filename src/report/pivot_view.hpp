#pragma once

#include <optional>

#include "report/pivot_table.hpp"
#include "report/views.hpp"

namespace smtptally {

/// --sort takes the dimensions of the rows and every number.
[[nodiscard]] std::optional<Error> refuse_in_pivot(const Config& config);
[[nodiscard]] CollectSpec collect_pivot(const Config& config);
void build_pivot(const Config& config, const Accumulator& collected, Report& report);
[[nodiscard]] bool pivot_shows_tls(const Config& config);

/// The section of one pivot: columns, rows, others, totals. `tally` and `coverage` outlive it.
[[nodiscard]] Section pivot_section(const PivotShape& shape, const Config& config,
                                    const Tally& tally, const Coverage& coverage);

}  // namespace smtptally
