#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/views.hpp"

namespace smtptally {

[[nodiscard]] std::optional<Error> refuse_in_unusual(const Config& config);
[[nodiscard]] CollectSpec collect_unusual(const Config& config);
/// Senders that do not behave as before: a row per finding, clients whose logins were refused, and
/// senders that have nothing to be compared with.
void build_unusual(const Config& config, const Accumulator& collected, Report& report);

/// For other views. Both need CollectSpec::habits, and give nothing where the log is too short for
/// a baseline: the last seven days of what was read, beside what was read before.
[[nodiscard]] std::vector<Section> unusual_sections(const Config& config,
                                                    const Accumulator& collected,
                                                    const Report& report);
/// One line: "1 sender does not behave as before: …".
[[nodiscard]] std::string unusual_line(const Config& config, const Accumulator& collected,
                                       const Report& report);

}  // namespace smtptally
