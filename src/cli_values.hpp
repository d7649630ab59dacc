#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Values of options that are more than a number or a word. Errors are whole sentences.

/// "tls1_0>0", "domain=example.org", "client^=192.0.2.".
[[nodiscard]] Result<Condition> parse_condition(std::string_view text);
/// "messages", "sender:asc".
[[nodiscard]] Result<SortSpec> parse_sort(std::string_view text);
/// "sender,day".
[[nodiscard]] Result<std::vector<Dimension>> parse_dimensions(std::string_view option,
                                                              std::string_view text,
                                                              std::size_t most);
/// "messages,percent".
[[nodiscard]] Result<std::vector<Measure>> parse_measures(std::string_view text);
/// Splits at commas; empty parts are dropped.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

/// A numeric column: a measure, a TLS class, or a class with "_pct".
[[nodiscard]] bool is_number_field(std::string_view field) noexcept;

/// What --help prints, and what a call without anything to read prints.
[[nodiscard]] std::string help_text();
[[nodiscard]] std::string short_help_text();
/// What --version prints.
[[nodiscard]] std::string version_text();

}  // namespace smtptally
