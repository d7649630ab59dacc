#pragma once

#include <optional>

#include "report/views.hpp"

namespace smtptally {

/// --sort takes the columns; --where a dimension, recipients, bytes, or what a single message has
/// of the sums of other views: messages (1) and the TLS classes (1 or 0, _pct 100 or 0).
[[nodiscard]] std::optional<Error> refuse_in_events(const Config& config);
[[nodiscard]] CollectSpec collect_events(const Config& config);
/// One row per accepted message, by time of its client= line unless --sort says otherwise.
void build_events(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
