#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/cursor.hpp"

namespace smtptally {

/// The meaning of a word beside a clock time: AM, PM or neither.
enum class HalfDay : std::uint8_t { none, before_noon, after_noon, unknown };

/// Normalises a stamp: ASCII digits for those of other scripts, ' ' for blanks of any kind, no
/// direction marks.
[[nodiscard]] std::string plain_stamp(std::string_view text);
/// The meaning of "AM", "a. m.", "πμ", "上午"; none for the empty text.
[[nodiscard]] HalfDay half_day_of(std::string_view word);
/// Whether the word is AM or PM in any case, as in American stamps.
[[nodiscard]] bool is_latin_half_day(std::string_view word);
/// Removes the word for "year" and punctuation from the text between date and time: "г. ", ", ".
[[nodiscard]] std::string_view without_year_word(std::string_view text) noexcept;
/// Takes an English month name in any case: "Nov", "November".
[[nodiscard]] bool take_month_name(Cursor& at, std::uint32_t& month) noexcept;

}  // namespace smtptally
