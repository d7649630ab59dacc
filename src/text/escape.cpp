// Escapes and repairs texts of strangers for people, machines and JSON.

#include "text/escape.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "text/ascii.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr char32_t kLastCodePoint = 0x10FFFF;

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode's Default_Ignorable_Code_Point, the line separators and the interlinear annotations.
// Excluded: blanks of other widths and look-alike letters, which are visible.
constexpr std::array<Range, 18> kDeceptive{{
    {0xAD, 0xAD},
    {0x34F, 0x34F},
    {0x61C, 0x61C},
    {0x115F, 0x1160},
    {0x17B4, 0x17B5},
    {0x180B, 0x180F},
    {0x200B, 0x200F},
    {0x2028, 0x202E},
    {0x2060, 0x206F},
    {0x3164, 0x3164},
    {0xFDD0, 0xFDEF},
    {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB},
    {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF},
}};

constexpr unsigned char byte_at(std::string_view text, std::size_t i) noexcept {
  return static_cast<unsigned char>(text[i]);
}

constexpr bool is_plain_ascii(unsigned char byte) noexcept { return byte >= 0x20 && byte < 0x7F; }

// Which bytes need neither decoding nor escaping: printable ASCII without `except`.
class PlainBytes {
 public:
  constexpr explicit PlainBytes(std::string_view except) noexcept {
    for (unsigned c = 0; c < plain_.size(); ++c) {
      const auto byte = static_cast<unsigned char>(c);
      plain_[c] =
          is_plain_ascii(byte) && except.find(static_cast<char>(byte)) == std::string_view::npos;
    }
  }
  // The length of the longest prefix of such bytes.
  [[nodiscard]] std::size_t prefix(std::string_view text) const noexcept {
    std::size_t size = 0;
    while (size < text.size() && plain_[byte_at(text, size)]) ++size;
    return size;
  }

 private:
  std::array<bool, 256> plain_{};
};
constexpr PlainBytes kPlain{""};
constexpr PlainBytes kPlainVisible{"\\"};
constexpr PlainBytes kPlainJson{"\"\\"};

void append_hex(char32_t value, unsigned digits, std::string& out) {
  for (unsigned shift = digits * 4; shift > 0; shift -= 4) {
    out.push_back(kHexDigits[(value >> (shift - 4)) & 0xF]);
  }
}

void append_byte_escape(char32_t byte, std::string& out) {
  out += "\\x";
  append_hex(byte, 2, out);
}

void append_code_point_escape(char32_t c, std::string& out) {
  unsigned digits = 1;
  while (digits < 6 && (c >> (digits * 4)) != 0) ++digits;
  out += "\\u{";
  append_hex(c, digits, out);
  out.push_back('}');
}

bool is_ascii_control(const CodePoint& c) noexcept { return c.value < 0x20 || c.value == 0x7F; }

bool needs_escape(const CodePoint& c) noexcept {
  return !c.valid || is_control(c.value) || is_deceptive(c.value);
}

bool is_hex_digit(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Whether a single backslash in front of `rest` would read as an escape or as half of one.
bool reads_as_escape(std::string_view rest) noexcept {
  if (rest.empty()) return false;
  if (rest.front() == '\\' || rest.starts_with("u{")) return true;
  if (rest.front() == 'x') {
    return rest.size() >= 3 && is_hex_digit(rest[1]) && is_hex_digit(rest[2]);
  }
  return needs_escape(decode_utf8(rest));
}

void append_json_unit(char32_t unit, std::string& out) {
  out += "\\u";
  append_hex(unit, 4, out);
}

void append_json_escape(char32_t c, std::string& out) {
  if (c == '"' || c == '\\') {
    out.push_back('\\');
    out.push_back(static_cast<char>(c));
  } else if (c < 0x10000) {
    append_json_unit(c, out);
  } else {
    append_json_unit(0xD800 + ((c - 0x10000) >> 10), out);
    append_json_unit(0xDC00 + ((c - 0x10000) & 0x3FF), out);
  }
}

}  // namespace

CodePoint decode_utf8(std::string_view text) noexcept {
  assert(!text.empty());
  const unsigned char lead = byte_at(text, 0);
  const CodePoint damaged{.value = lead, .size = 1, .valid = false};
  if (lead < 0x80) return {.value = lead, .size = 1, .valid = true};
  if (lead < 0xC2 || lead > 0xF4) return damaged;
  std::uint8_t size = 2;
  if (lead >= 0xE0) size = lead >= 0xF0 ? 4 : 3;
  if (text.size() < size) return damaged;
  char32_t value = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const unsigned char byte = byte_at(text, i);
    if ((byte & 0xC0U) != 0x80) return damaged;
    value = (value << 6) | (byte & 0x3FU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > kLastCodePoint) return damaged;
  return {.value = value, .size = size, .valid = true};
}

bool is_control(char32_t c) noexcept { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool is_deceptive(char32_t c) noexcept {
  if ((c & 0xFFFE) == 0xFFFE) return true;  // The last two of every plane are noncharacters.
  return std::any_of(kDeceptive.begin(), kDeceptive.end(),
                     [c](const Range& r) { return r.first <= c && c <= r.last; });
}

void append_visible(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t plain = kPlainVisible.prefix(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const CodePoint c = decode_utf8(text);
    if (c.value == '\\') {
      out += reads_as_escape(text.substr(1)) ? "\\\\" : "\\";
    } else if (!c.valid || is_ascii_control(c)) {
      append_byte_escape(c.value, out);
    } else if (needs_escape(c)) {
      append_code_point_escape(c.value, out);
    } else {
      out.append(text.substr(0, c.size));
    }
    text.remove_prefix(c.size);
  }
}

std::string visible(std::string_view text) {
  std::string out;
  append_visible(text, out);
  return out;
}

void append_repaired(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t plain = kPlain.prefix(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const CodePoint c = decode_utf8(text);
    if (!c.valid) {
      out += kReplacement;
    } else if (c.value == '\t' || c.value == '\n' || !is_control(c.value)) {
      out.append(text.substr(0, c.size));
    } else if (is_ascii_control(c)) {
      append_byte_escape(c.value, out);
    } else {
      append_code_point_escape(c.value, out);
    }
    text.remove_prefix(c.size);
  }
}

void append_json_string(std::string_view text, std::string& out) {
  out.push_back('"');
  while (!text.empty()) {
    const std::size_t plain = kPlainJson.prefix(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint c = decode_utf8(text);
    if (!c.valid) {
      out += kReplacement;
    } else if (c.value == '"' || c.value == '\\' || needs_escape(c)) {
      append_json_escape(c.value, out);
    } else {
      out.append(text.substr(0, c.size));
    }
    text.remove_prefix(c.size);
  }
  out.push_back('"');
}

}  // namespace smtptally
