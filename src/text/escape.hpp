#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtptally {

/// The first character of a text. If it is not valid UTF-8, the first byte, with `valid` false.
struct CodePoint {
  char32_t value = 0;
  std::uint8_t size = 1;  ///< Bytes.
  bool valid = false;

  bool operator==(const CodePoint&) const = default;
};
/// Strict: no overlong forms, no surrogates, nothing above U+10FFFF. Requires a non-empty text.
[[nodiscard]] CodePoint decode_utf8(std::string_view text) noexcept;

/// Whether the character is in C0 or C1, or DEL.
[[nodiscard]] bool is_control(char32_t c) noexcept;
/// Whether the character is invisible or moves other text: bidirectional controls, line and
/// paragraph separators, zero-width and other ignorable characters, noncharacters.
[[nodiscard]] bool is_deceptive(char32_t c) noexcept;

/// Appends hostile text for human eyes: valid UTF-8 in which nothing is invisible, moves the
/// cursor or turns the direction of writing, and different texts look different.
///   \xHH     an ASCII control character, or a byte that is no UTF-8
///   \u{H…}   a C1 control or a deceptive character
///   \\       a backslash, where a single one would read as (the beginning of) an escape: in front
///            of another backslash, of xHH, of u{, and of an escaped character
/// Every other character, so a plain backslash as in CORP\bob, stands for itself.
void append_visible(std::string_view text, std::string& out);

/// Returns the result of append_visible(), for messages.
[[nodiscard]] std::string visible(std::string_view text);

/// Appends text for machines: valid UTF-8 that is safe to print. Control characters except tab and
/// newline are escaped as in append_visible(), each byte that is not UTF-8 becomes U+FFFD, and all
/// other characters, also backslashes, are unchanged. Not reversible; JSON nearly is.
void append_repaired(std::string_view text, std::string& out);

/// Appends a quoted JSON string. Control and deceptive characters become \uXXXX, so that no reader
/// and no terminal gets them raw; each byte that is not UTF-8 becomes U+FFFD.
void append_json_string(std::string_view text, std::string& out);

}  // namespace smtptally
