#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smtptally {

/// The number of terminal columns of `text`: two for East Asian wide characters, none for combining
/// marks, one for all others. Requires valid UTF-8 without control characters, as from
/// append_visible().
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// The beginning, or the end, of `text` that takes at most so many columns; no character is cut,
/// and no combining mark is left without its character. Requires what display_width() requires.
[[nodiscard]] std::string_view first_columns(std::string_view text, std::size_t columns) noexcept;
[[nodiscard]] std::string_view last_columns(std::string_view text, std::size_t columns) noexcept;

/// Shortens `text` to at most `limit` columns by an ellipsis in the middle, so that both the
/// beginning of an address and its domain stay readable. Never cuts a character.
/// Requires limit >= the width of the ellipsis, and what display_width() requires.
void elide_middle(std::string& text, std::size_t limit, std::string_view ellipsis = "\u2026");

/// Where a line may be broken inside of a word: Chinese and Japanese have no blanks. The parts are
/// views into `word`, in order and without gaps; an empty word is one part.
[[nodiscard]] std::vector<std::string_view> parts_of_word(std::string_view word);

}  // namespace smtptally
