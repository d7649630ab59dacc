#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smtptally {

/// Columns that `text` takes on a terminal: East Asian wide characters two, combining marks none,
/// all others one. Requires valid UTF-8 without control characters, as append_visible() makes it.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// Shortens `text` to at most `limit` columns by an ellipsis in the middle, so that both the
/// beginning of an address and its domain stay readable. Never cuts a character.
/// Requires limit > 0 and what display_width() requires.
void elide_middle(std::string& text, std::size_t limit);

}  // namespace smtptally
