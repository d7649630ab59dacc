#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smtptally {

/// The number of terminal columns of `text`: two for East Asian wide characters, none for combining
/// marks, one for all others. Requires valid UTF-8 without control characters, as from
/// append_visible().
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// Shortens `text` to at most `limit` columns with an ellipsis in the middle, so that the beginning
/// of an address and its domain stay readable. Never cuts a character. Requires limit > 0, and a
/// text as for display_width().
void elide_middle(std::string& text, std::size_t limit);

}  // namespace smtptally
