#pragma once

#include <optional>
#include <string_view>

#include "pivot/accumulator.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Whether it is a column of `compare --with` beside those that every command knows.
[[nodiscard]] bool is_change_field(std::string_view field) noexcept;

[[nodiscard]] std::optional<Error> refuse_in_changes(const Config& config);
[[nodiscard]] CollectSpec collect_changes(const Config& config);
/// `compare --with`: each sender of the range and of the period before, with messages, old TLS and
/// the shares of the classes in both, and their changes. The largest change of old TLS comes first,
/// then that of messages, then bytewise.
void build_changes(const Config& config, const Accumulator& collected, Report& report);

}  // namespace smtptally
