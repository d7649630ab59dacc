#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// Values of options that are more than a number or a word. Errors are whole sentences.

/// What times are relative to.
struct TimeContext {
  Micros now = 0;
  const Zone& zone;
};
/// Whether the local part of an identity is folded, too.
enum class IdentityCase : std::uint8_t { as_logged, folded };

/// "tls1_0>0", "domain=example.org,example.net", "client^=192.0.2.", "last<2026-11-01". Values are
/// brought into the form that reports print; one that a field can never have is an error.
[[nodiscard]] Result<Condition> parse_condition(std::string_view text, const TimeContext& now,
                                                IdentityCase letters);
/// Whose messages are meant, as --where 'sender=NAME' or 'client=NAME' takes the name, but for
/// commas, which are a part of it.
[[nodiscard]] Subject subject_called(Dimension dimension, const std::string& name,
                                     IdentityCase letters);
/// "Example.ORG", "@example.org": in lower case.
[[nodiscard]] Result<std::string> parse_domain(std::string_view text);
/// Decimal digits alone.
[[nodiscard]] Result<std::uint64_t> parse_number(std::string_view option, std::string_view text,
                                                 std::uint64_t least, std::uint64_t most);
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

/// That there is none of this name, which ones there are, and which one may be meant.
[[nodiscard]] std::string no_field(std::string_view field);

/// Whether there is a file or folder of this name, so that a mistyped command is not taken for one.
using FileTest = bool (*)(const std::string& path);
/// parse_command_line() for who can tell.
[[nodiscard]] std::variant<Config, EarlyExit> parse_command_line(
    const std::vector<std::string>& arguments, const Environment& environment, FileTest exists);

}  // namespace smtptally
