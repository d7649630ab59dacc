#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "format/glyphs.hpp"
#include "smtptally/formatter.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// How times look on one screen: in the title's zone, and without a year where all are of one.
class ScreenClock {
 public:
  explicit ScreenClock(const Report& report);
  /// As RFC 3339, whole: for --wide and statistics.
  explicit ScreenClock(const Zone& zone) : zone_(zone) {}

  /// "11-28 18:39", "2026-11-28 18:39:05".
  [[nodiscard]] std::string text(Micros time, bool seconds) const;
  /// "2026-11-28" as "11-28 Sat".
  [[nodiscard]] std::string day(std::string_view date) const;

 private:
  Zone zone_;
  bool whole_ = true;
  bool years_ = true;
};

/// What was asked for, or what the log covers where it is less: "2026-11-01 00:09 – 11-28 22:19
/// UTC". Empty where neither is known.
[[nodiscard]] std::string range_line(const Report& report);
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
