#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace smtptally {

/// How wide a column of a screen may be.
struct LayoutColumn {
  std::size_t natural = 0;  ///< Widest cell, or as wide as a chart is worth.
  std::size_t least = 0;    ///< Narrower it says nothing any more.
  std::size_t broken = 0;   ///< The last resort; as much as `least` for what is never cut.
  std::uint8_t worth = 5;   ///< The least worth goes first; 9 stays.
  bool last = false;        ///< Gets what the others leave: a chart.
};

/// Which columns stand on a screen, and how wide.
struct TableLayout {
  std::vector<std::size_t> widths;  ///< 0 for a column that does not.
  std::size_t gap = 2;              ///< Blanks between two columns.
  std::size_t needed = 0;           ///< The narrowest screen on which all stand.

  [[nodiscard]] std::size_t total() const noexcept;
};

/// Fits columns into `width`, 0 for no limit: first those that can give way get narrow, then the
/// gap gets one blank, then columns go, the least worth first and of equals the last one. If those
/// that should stay are still too wide, they are squeezed as far as they can be, and then the last
/// ones go, too. What is left over goes to the narrowest of them, up to what is natural. Pure.
[[nodiscard]] TableLayout fit_columns(const std::vector<LayoutColumn>& columns, std::size_t width);

}  // namespace smtptally
