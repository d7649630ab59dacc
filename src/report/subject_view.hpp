#pragma once

#include <optional>

#include "report/views.hpp"

namespace smtptally {

/// Its order is fixed, and a condition on a sum has no rows to choose among.
[[nodiscard]] std::optional<Error> refuse_in_subject(const Config& config);
[[nodiscard]] CollectSpec collect_subject(const Config& config);
/// All about one sender, or about one client address: when and how much it sends, with which TLS,
/// from where, as whom, and what was refused. Requires config.selection.subject.
void build_subject(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
