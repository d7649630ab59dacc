#include "parse/line_prefix.hpp"

#include "ascii.hpp"
#include "parse/cursor.hpp"

namespace smtptally {
namespace {

bool is_name_char(char c) noexcept {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' ||
         c == '_' || c == '/';
}

/// "1287:" or "mail.log:1287:" or "mail.log:" in front of a line.
bool strip_grep(PaddedText& line) noexcept {
  std::size_t name = 0;
  while (name < line.size() && is_name_char(line[name])) ++name;
  if (name == 0 || name >= line.size() || line[name] != ':') return false;
  line.remove_prefix(name + 1);
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  if (digits > 0 && digits < line.size() && line[digits] == ':') line.remove_prefix(digits + 1);
  return true;
}

/// "postfix-1    | " of docker compose.
bool strip_compose(PaddedText& line) noexcept {
  std::size_t i = 0;
  while (i < line.size() && is_name_char(line[i])) ++i;
  if (i == 0) return false;
  while (i < line.size() && line[i] == ' ') ++i;
  if (i + 1 >= line.size() || line[i] != '|' || line[i + 1] != ' ') return false;
  line.remove_prefix(i + 2);
  return true;
}

/// "2026-11-21T02:32:17.502395Z stdout F " of Kubernetes' container runtime interface.
bool strip_cri(PaddedText& line) noexcept {
  if (line.size() < 30 || line[4] != '-' || line[10] != 'T') return false;
  const std::size_t blank = line.find(' ', 19);
  if (blank == std::string_view::npos) return false;
  const PaddedText rest = line.substr(blank + 1);
  if (!rest.starts_with("stdout F ") && !rest.starts_with("stderr F ")) return false;
  line = rest.substr(9);
  return true;
}

}  // namespace

bool strip_prefix(LinePrefix prefix, PaddedText& line) noexcept {
  switch (prefix) {
    case LinePrefix::none:
      return false;
    case LinePrefix::nul_bytes: {
      // A crash leaves a hole of NUL bytes in front of the next line.
      const std::size_t end = line.view().find_first_not_of('\0');
      if (end == 0 || end == std::string_view::npos) return false;
      line.remove_prefix(end);
      return true;
    }
    case LinePrefix::priority: {
      PaddedCursor at(line);
      std::uint64_t priority = 0;
      if (!at.take('<') || !at.take_number(priority) || priority > 191 || !at.take('>')) {
        return false;
      }
      line = at.rest();
      return true;
    }
    case LinePrefix::grep:
      return strip_grep(line);
    case LinePrefix::compose:
      return strip_compose(line);
    case LinePrefix::cri:
      return strip_cri(line);
  }
  return false;
}

}  // namespace smtptally
