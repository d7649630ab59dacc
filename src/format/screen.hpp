#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "format/glyphs.hpp"
#include "report/screen_clock.hpp"
#include "smtptally/formatter.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// What was asked for, or what the log covers where it is less: "2026-11-01 00:09 – 11-28 22:19
/// UTC". Empty where neither is known.
[[nodiscard]] std::string range_line(const Report& report);
/// The log hosts that messages or sessions are of, without those that are not named.
[[nodiscard]] std::set<std::string_view> hosts_of(const Report& report);
/// "4 files · 177,185 lines, all understood · host mail".
[[nodiscard]] std::string inputs_line(const Report& report);

/// The first lines of a screen; a blank line is the caller's.
void write_title(const Report& report, const FormatOptions& options, Output& out);

/// Begins and ends a style; nothing without colour.
enum class Style : std::uint8_t { plain, bold, dim, yellow, red, green, cyan };
[[nodiscard]] std::string_view style_code(Style style) noexcept;
void append_styled(std::string_view text, Style style, bool color, std::string& out);

/// A line of a view, wrapped at blanks to the width of the screen; what follows begins two columns
/// further in.
void write_line(const Line& line, const FormatOptions& options, Output& out);

}  // namespace smtptally
