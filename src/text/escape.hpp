#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtptally {

/// The first character of a text. Where the bytes are no UTF-8, the first byte alone, not `valid`.
struct CodePoint {
  char32_t value = 0;
  std::uint8_t size = 1;  ///< Bytes.
  bool valid = false;

  bool operator==(const CodePoint&) const = default;
};
/// Strict: no overlong forms, no surrogates, nothing above U+10FFFF. Requires a non-empty text.
[[nodiscard]] CodePoint decode_utf8(std::string_view text) noexcept;

/// C0, DEL, C1.
[[nodiscard]] bool is_control(char32_t c) noexcept;
/// What a reader cannot see or what moves other text: bidirectional controls, line and paragraph
/// separator, zero-width and other ignorable characters, noncharacters.
[[nodiscard]] bool is_deceptive(char32_t c) noexcept;

/// Appends hostile text for human eyes: valid UTF-8 in which nothing is invisible, moves the
/// cursor or turns the direction of writing, and different texts look different.
///   \xHH     an ASCII control character, or a byte that is no UTF-8
///   \u{H…}   a C1 control or a deceptive character
///   \\       a backslash, where a single one would read as (the beginning of) an escape: in front
///            of another backslash, of xHH, of u{, and of an escaped character
/// Every other character, so a plain backslash as in CORP\bob, stands for itself.
void append_visible(std::string_view text, std::string& out);

/// append_visible() as a text of its own, for messages.
[[nodiscard]] std::string visible(std::string_view text);

/// Appends text for machines: valid UTF-8 that is safe to print. Control characters except tab and
/// newline are written as append_visible() writes them, each byte that is no UTF-8 is replaced by
/// U+FFFD, everything else, backslashes too, is left alone. Not reversible; JSON nearly is.
void append_repaired(std::string_view text, std::string& out);

/// Appends a quoted JSON string. Control and deceptive characters as \uXXXX, so that no reader and
/// no terminal gets them raw; each byte that is no UTF-8 is replaced by U+FFFD.
void append_json_string(std::string_view text, std::string& out);

}  // namespace smtptally
