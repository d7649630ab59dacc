#pragma once

#include <optional>

#include "report/views.hpp"

namespace smtptally {

/// Its order is fixed: no --sort.
[[nodiscard]] std::optional<Error> refuse_in_summary(const Config& config);
[[nodiscard]] CollectSpec collect_summary(const Config& config);
/// One screen: how many accounts and messages, the TLS mix, who still uses old TLS. Old TLS is SSL,
/// TLS 1.0 and TLS 1.1 (RFC 8996); plaintext is told apart.
void build_summary(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
