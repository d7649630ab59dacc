// Removes the prefixes that tools put in front of log lines.

#include "parse/line_prefix.hpp"

#include "parse/stamp_parts.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

bool is_name_char(char c) noexcept {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' ||
         c == '_' || c == '/';
}

/// Whether the text begins with "2026-11-21", "2026 Nov" or "1795228337.5".
bool begins_with_digits_of_stamp(std::string_view text) noexcept {
  if (text[4] == '-' && text[7] == '-') return is_digit(text[5]) && is_digit(text[9]);
  if (text[4] == ' ') return month_number(text.substr(5, 3)) != 0;
  return text[10] == '.' && is_digit(text[9]) && is_digit(text[11]);
}

/// Whether the text begins with "Nov 21", "Sat Nov 21" or "Sat 2026-11-21".
bool begins_with_names_of_stamp(std::string_view text) noexcept {
  if (text[3] != ' ') return false;
  if (month_number(text.substr(0, 3)) != 0) return text[4] == ' ' || is_digit(text[4]);
  if (!is_weekday(text.substr(0, 3))) return false;
  return is_digit(text[4]) || month_number(text.substr(4, 3)) != 0;
}

}  // namespace

bool begins_like_line(PaddedText text) noexcept {
  constexpr std::size_t kShortest = 16;
  if (text.size() < kShortest) return false;
  switch (text.front()) {
    case '{':
      return true;
    case '<':
      return strip_priority(text) && !text.starts_with(' ');
    case '[':
      return strip_kubectl(text);
    default:
      return is_digit(text.front()) ? begins_with_digits_of_stamp(text)
                                    : begins_with_names_of_stamp(text);
  }
}

/// NUL bytes that a crash leaves in front of the next line.
bool strip_nul_bytes(PaddedText& line) noexcept {
  const std::size_t end = line.view().find_first_not_of('\0');
  if (end == 0 || end == std::string_view::npos) return false;
  line.remove_prefix(end);
  return true;
}

/// "<22>".
bool strip_priority(PaddedText& line) noexcept {
  PaddedCursor at(line);
  std::uint64_t priority = 0;
  if (!at.take('<') || !at.take_number(priority) || priority > 191 || !at.take('>')) return false;
  line = at.rest();
  return true;
}

/// "1287:", "mail.log:1287:" or "mail.log:" in front of a line; "C:\Logs\RECV.LOG:" of findstr.
bool strip_grep(PaddedText& line) noexcept {
  std::size_t name = 0;
  const bool drive = line.size() > 2 && line[1] == ':' && line[2] == '\\';
  if (drive) name = 2;
  const auto is_windows = [&](char c) {
    return drive && (c == '\\' || c == ' ' || c == '(' || c == ')');
  };
  while (name < line.size() && (is_name_char(line[name]) || is_windows(line[name]))) ++name;
  if (name == 0 || name >= line.size() || line[name] != ':') return false;
  line.remove_prefix(name + 1);
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  if (digits > 0 && digits < line.size() && line[digits] == ':') line.remove_prefix(digits + 1);
  return true;
}

/// "postfix-1    | " of docker compose, "mail_postfix.1.x@node    | " of a swarm.
bool strip_compose(PaddedText& line) noexcept {
  std::size_t i = 0;
  while (i < line.size() && (is_name_char(line[i]) || line[i] == '@')) ++i;
  if (i == 0) return false;
  while (i < line.size() && line[i] == ' ') ++i;
  if (i + 1 >= line.size() || line[i] != '|' || line[i + 1] != ' ') return false;
  line.remove_prefix(i + 2);
  return true;
}

/// "[pod/NAME/CONTAINER] " of kubectl logs --prefix.
bool strip_kubectl(PaddedText& line) noexcept {
  PaddedCursor at(line);
  std::string_view name;
  if (!at.take("[pod/") || !at.take_until(']', name) || !at.take(' ')) return false;
  for (const char c : name) {
    if (!is_name_char(c)) return false;
  }
  line = at.rest();
  return true;
}

}  // namespace smtptally
