#pragma once

#include <optional>

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// What a pivot of failures can not group, choose, count or sort by.
[[nodiscard]] std::optional<Error> refuse_in_failures_pivot(const Config& config);
/// pivot --failures: refused logins and handshakes by any dimension that they have.
void build_failures_pivot(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
