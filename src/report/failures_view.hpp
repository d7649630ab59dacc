#pragma once

#include <optional>

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// --sort takes the columns; --where those that are texts.
[[nodiscard]] std::optional<Error> refuse_in_failures(const Config& config);
/// events --failures: one row per refused login, by time unless --sort says otherwise.
void build_failures(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
