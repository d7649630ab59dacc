#pragma once

#include <optional>
#include <string>

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// What only failures have, in a view of messages.
[[nodiscard]] std::optional<Error> refuse_of_failures(const Config& config);
/// --sort takes the columns; --where what can be told of a failure.
[[nodiscard]] std::optional<Error> refuse_in_failures(const Config& config);
/// How many failures a list or pivot of them leaves out because the filters can not judge them, as
/// a note; empty for none.
[[nodiscard]] std::string failures_left_out(const Config& config, const Accumulator& collected);
/// events --failures: one row per refused login or handshake, by time unless --sort says otherwise.
void build_failures(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
