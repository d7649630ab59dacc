#pragma once

#include <vector>

#include "report/subject_facts.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Sums in one line, then days and hours as sparklines.
[[nodiscard]] std::vector<Section> subject_head(const Config& config, const Report& report,
                                                const SubjectFacts& facts);
/// As whom it sends, what was refused, ciphers and services, as sentences.
[[nodiscard]] Section subject_end(const Config& config, const Report& report,
                                  const SubjectFacts& facts);

}  // namespace smtptally
