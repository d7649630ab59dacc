#pragma once

#include <string>
#include <string_view>

#include "text/ascii.hpp"

namespace smtptally {

/// In lower case, without the characters of `left_out`: "Date-Time" as "datetime".
[[nodiscard]] inline std::string lower_without(std::string_view text, std::string_view left_out) {
  std::string plain;
  for (const char c : text) {
    if (left_out.find(c) == std::string_view::npos) plain += ascii_lower(c);
  }
  return plain;
}

/// The letters and digits of ASCII, in lower case, and the characters of `also`.
[[nodiscard]] inline std::string lower_letters(std::string_view text, std::string_view also = {}) {
  std::string plain;
  for (const char c : text) {
    const bool stays = is_letter(c) || is_digit(c) || also.find(c) != std::string_view::npos;
    if (stays) plain += ascii_lower(c);
  }
  return plain;
}

}  // namespace smtptally
