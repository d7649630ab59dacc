#pragma once

#include <cstdint>
#include <string_view>

#include "text/ascii.hpp"

namespace smtptally {

/// Takes "+02:00", "-0530" or "+02" from the front of `text` as seconds east of UTC, at most 24
/// hours. Returns false and takes nothing for any other text.
inline bool take_fixed_offset(std::string_view& text, std::int32_t& seconds) {
  const auto digit = [&](std::size_t i) { return i < text.size() && is_digit(text[i]); };
  if (text.empty() || (text[0] != '+' && text[0] != '-') || !digit(1) || !digit(2)) return false;
  const int hours = (text[1] - '0') * 10 + (text[2] - '0');
  std::size_t used = 3;
  int minutes = 0;
  const std::size_t at = text.size() > 3 && text[3] == ':' ? 4 : 3;
  if (digit(at) && digit(at + 1)) {
    minutes = (text[at] - '0') * 10 + (text[at + 1] - '0');
    used = at + 2;
  } else if (at == 4) {
    return false;
  }
  if (hours > 24 || minutes > 59) return false;
  seconds = (hours * 3600 + minutes * 60) * (text[0] == '-' ? -1 : 1);
  text.remove_prefix(used);
  return true;
}

}  // namespace smtptally
