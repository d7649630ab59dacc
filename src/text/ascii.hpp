#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace smtptally {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/// ASCII letters only: texts that are compared without case contain no others.
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
[[nodiscard]] constexpr char ascii_upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
[[nodiscard]] inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}
/// Whether `text` begins with `lower` in any case. Requires a lower-case `lower`.
[[nodiscard]] constexpr bool starts_with_folded(std::string_view text,
                                                std::string_view lower) noexcept {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char want, char have) { return want == ascii_lower(have); });
}
[[nodiscard]] constexpr bool is_one_of(std::string_view text,
                                       std::initializer_list<std::string_view> texts) noexcept {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}
/// Removes blanks at both ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace smtptally
