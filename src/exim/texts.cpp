// Undoes what Exim and syslog do to bytes that are not printable.

#include "exim/texts.hpp"

namespace smtptally {
namespace {

bool is_octal(char c) noexcept { return c >= '0' && c <= '7'; }

/// The byte of three octal digits at `at`; -1 if there are none.
int octal_byte(std::string_view text, std::size_t at) noexcept {
  if (at + 3 > text.size() || !is_octal(text[at]) || !is_octal(text[at + 1]) ||
      !is_octal(text[at + 2]) || text[at] > '3') {
    return -1;
  }
  return (text[at] - '0') * 64 + (text[at + 1] - '0') * 8 + (text[at + 2] - '0');
}

/// The byte of the letter behind a backslash (string_printing() of Exim); NUL for no such letter.
char byte_of_letter(char c) noexcept {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    default:
      return '\0';
  }
}

}  // namespace

void append_unescaped(std::string_view logged, std::string& out) {
  for (std::size_t i = 0; i < logged.size(); ++i) {
    const bool escape = logged[i] == '\\' && i + 1 < logged.size();
    if (const int byte = escape ? octal_byte(logged, i + 1) : -1; byte >= 0) {
      out += static_cast<char>(byte);
      i += 3;
    } else if (const char letter = escape ? byte_of_letter(logged[i + 1]) : '\0'; letter != '\0') {
      out += letter;
      ++i;
    } else {
      out += logged[i];
    }
  }
}

void append_without_syslog_escapes(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = text[i] == '#' ? octal_byte(text, i + 1) : -1;
    if (byte >= 0 && (byte < 0x20 || byte == 0x7F)) {
      out += static_cast<char>(byte);
      i += 3;
    } else {
      out += text[i];
    }
  }
}

}  // namespace smtptally
