#pragma once

#include <cstddef>
#include <vector>

#include "report/fixed_rows.hpp"
#include "report/unusual_sentences.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"
#include "unusual/unusual.hpp"

namespace smtptally {

/// What the sections of `unusual` are made of. The texts live as long as what was collected.
struct UnusualFacts {
  Periods periods;
  Unusual found;
};

/// A row per finding: the fixed header of CSV.
[[nodiscard]] Section finding_rows(const Config& config, const UnusualFacts& facts);
/// Clients with refused logins. `top` of 0 is all.
[[nodiscard]] Section refused_clients_section(const UnusualFacts& facts, std::size_t top);
/// Sums the clients behind the first `shown` up as `others`. Requires columns, of which the second
/// one is refused.
void add_other_clients(const std::vector<RefusedLogins>& clients, std::size_t shown,
                       FixedRows& rows, Section& section);
/// Senders without a baseline.
[[nodiscard]] Section without_baseline_section(const UnusualFacts& facts);
/// What was compared with what, as one row.
[[nodiscard]] Section baseline_section(const UnusualFacts& facts);

/// The same for a screen.
[[nodiscard]] std::vector<Section> unusual_screen(const Config& config, const UnusualFacts& facts,
                                                  const SentenceClock& clock);

}  // namespace smtptally
