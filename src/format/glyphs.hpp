#pragma once

#include <array>
#include <string>
#include <string_view>

namespace smtptally {

/// The characters that screens are drawn with: one column each, but for the ASCII ellipsis.
struct Glyphs {
  std::string_view ellipsis;
  std::string_view zero;
  std::string_view rule;
  std::string_view bar;                   ///< A whole cell of a single bar.
  std::array<std::string_view, 7> part;   ///< One to seven eighths of a cell; empty in ASCII.
  std::array<std::string_view, 4> mix;    ///< TLS 1.3, TLS 1.2, old, none or unknown.
  std::array<std::string_view, 9> level;  ///< Of a sparkline: nothing, then eight heights.
};

[[nodiscard]] const Glyphs& glyphs(bool ascii) noexcept;

/// The text of a line that a view wrote, with " · ", "–", "…" and the like replaced where only
/// ASCII may be drawn. Texts from logs keep what they have.
[[nodiscard]] std::string drawn(std::string_view text, bool ascii);

}  // namespace smtptally
