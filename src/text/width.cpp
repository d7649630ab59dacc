// Display widths of characters, and shortening to a width.

#include "text/width.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <utility>

#include <uniwidth.h>

#include "text/digits.hpp"
#include "text/escape.hpp"

namespace smtptally {
namespace {

/// Combining marks are the first characters that are not of one column.
constexpr char32_t kFirstMark = 0x300;

std::size_t width_of(char32_t c) noexcept {
  if (c < kFirstMark) return 1;
  const int width = uc_width(c, "UTF-8");
  return width < 0 ? 1 : static_cast<std::size_t>(width);  // A control that nobody prints.
}

/// The bytes in front of the first that is not ASCII.
std::size_t ascii_prefix(std::string_view text) noexcept {
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    if ((bytes_as_number(text.data() + at) & 0x8080808080808080ULL) != 0) break;
  }
  while (at < text.size() && (text[at] & '\x80') == 0) ++at;
  return at;
}

}  // namespace

std::size_t display_width(std::string_view text) noexcept {
  // PERF: in nearly all table cells each byte is one column (a fifth of the instructions of writing
  // a table).
  std::size_t width = ascii_prefix(text);
  text.remove_prefix(width);
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    width += width_of(c.value);
    text.remove_prefix(c.size);
  }
  return width;
}

std::string_view first_columns(std::string_view text, std::size_t columns) noexcept {
  std::size_t used = ascii_prefix(text.substr(0, columns));
  std::string_view rest = text.substr(used);
  while (!rest.empty()) {
    const CodePoint c = decode_utf8(rest);
    used += width_of(c.value);
    if (used > columns) break;
    rest.remove_prefix(c.size);
  }
  return text.substr(0, text.size() - rest.size());
}

std::string_view last_columns(std::string_view text, std::size_t columns) noexcept {
  std::size_t width = display_width(text);
  const std::size_t plain = ascii_prefix(text.substr(0, width - std::min(width, columns)));
  text.remove_prefix(plain);
  width -= plain;
  // Not with a mark that belongs to a character that is left out.
  bool whole = plain == 0;
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    const std::size_t own = width_of(c.value);
    if (width <= columns && (whole || own > 0)) break;
    whole = false;
    width -= own;
    text.remove_prefix(c.size);
  }
  return text;
}

std::vector<std::string_view> parts_of_word(std::string_view word) {
  // Nothing of this begins a line, and no line ends behind what opens a bracket.
  constexpr std::u32string_view kNotFirst =
      U"、。，．：；？！）」』】〕ー・々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";
  constexpr std::u32string_view kNotLast = U"（「『【〔";
  const auto is_one_of_them = [](std::u32string_view set, char32_t c) {
    return set.find(c) != std::u32string_view::npos;
  };
  const auto is_ideograph = [](char32_t c) {
    return c >= 0x2E80 && width_of(c) == 2 && !(c >= 0xAC00 && c <= 0xD7A3);  // Hangul has blanks.
  };
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  char32_t before = 0;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint c = decode_utf8(word.substr(at));
    const bool may_break = at > begin && (is_ideograph(c.value) || is_ideograph(before)) &&
                           !is_one_of_them(kNotFirst, c.value) && !is_one_of_them(kNotLast, before);
    if (may_break) {
      parts.push_back(word.substr(begin, at - begin));
      begin = at;
    }
    before = c.value;
    at += c.size;
  }
  parts.push_back(word.substr(begin));
  return parts;
}

void elide_middle(std::string& text, std::size_t limit, std::string_view ellipsis) {
  if (display_width(text) <= limit) return;
  const std::size_t mark = display_width(ellipsis);
  assert(limit >= mark);
  const std::size_t room = limit - mark;
  const std::string_view head = first_columns(text, room - room / 2);
  const std::string_view tail = last_columns(text, room / 2);
  std::string shorter(head);
  shorter += ellipsis;
  shorter += tail;
  text = std::move(shorter);
}

}  // namespace smtptally
