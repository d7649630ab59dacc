#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/cursor.hpp"

namespace smtptally {

/// What a word beside a clock time says.
enum class HalfDay : std::uint8_t { none, before_noon, after_noon, unknown };

/// With digits of other scripts as those of ASCII, blanks of any kind as ' ', and without marks of
/// direction.
[[nodiscard]] std::string plain_stamp(std::string_view text);
/// "AM", "a. m.", "πμ", "上午"; none for the empty text.
[[nodiscard]] HalfDay half_day_of(std::string_view word);
/// AM or PM, in capitals or not: what American stamps have.
[[nodiscard]] bool is_latin_half_day(std::string_view word);
/// What stands between date and time, without the word for "year" and marks: "г. ", ", ".
[[nodiscard]] std::string_view without_year_word(std::string_view text) noexcept;
/// "Nov", "November" in English, whatever its case.
[[nodiscard]] bool take_month_name(Cursor& at, std::uint32_t& month) noexcept;

}  // namespace smtptally
