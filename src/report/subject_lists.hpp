#pragma once

#include <cstddef>
#include <vector>

#include "pivot/accumulator.hpp"
#include "report/subject_facts.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// A tally of one subject, laid out by some of its dimensions: without --top, --sort and the gaps
/// of a range.
[[nodiscard]] PivotTable subject_table(const Config& config, const Tally& tally,
                                       const Coverage& coverage, std::vector<Dimension> rows,
                                       std::size_t top = 0);
/// The main table: who is on the other side, with login, TLS, messages, first and last.
[[nodiscard]] Section subject_main(const Config& config, const PivotTable& table, bool screen);
[[nodiscard]] Section subject_tls(const PivotTable& table);
/// By one dimension: "ciphers", "services".
[[nodiscard]] Section subject_list(std::string name, const PivotTable& table);
[[nodiscard]] Section subject_envelopes(const PivotTable& table);
[[nodiscard]] Section subject_days(const SubjectFacts& facts);
[[nodiscard]] Section subject_hours(const SubjectFacts& facts);
/// `refusals` must outlive the section.
[[nodiscard]] Section subject_refused(
    const std::vector<const std::pair<const RefusalCounts::Who, RefusalCounts::Count>*>& refusals);
/// One row with all sums.
[[nodiscard]] Section subject_sums(const Config& config, const SubjectFacts& facts);

}  // namespace smtptally
