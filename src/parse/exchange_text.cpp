#include "parse/exchange_text.hpp"

#include <algorithm>
#include <functional>

#include "parse/ascii.hpp"

namespace smtptally {

std::string first_label(std::string_view name) {
  return ascii_lower(name.substr(0, name.find_first_of("\\.")));
}

std::uint64_t text_hash(std::string_view text) noexcept {
  return text.empty() ? 0 : std::hash<std::string_view>{}(text);
}

std::uint64_t session_number(std::string_view text) noexcept {
  std::uint64_t number = 0;
  for (const char c : text) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                             : -1;
    if (digit < 0 || text.size() != 16) return text_hash(text);
    number = number << 4U | static_cast<std::uint64_t>(digit);
  }
  return number;
}

std::string_view without_brackets(std::string_view text) noexcept {
  if (text.size() >= 2 && text.front() == '<' && text.back() == '>') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

std::string_view address_of(std::string_view endpoint) noexcept {
  if (endpoint.starts_with('[')) {
    const std::size_t end = endpoint.find(']');
    return end == std::string_view::npos ? std::string_view() : endpoint.substr(1, end - 1);
  }
  return endpoint.substr(0, endpoint.rfind(':'));
}

std::string_view parameter(std::string_view words, std::string_view name) noexcept {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=') {
      return word.substr(name.size() + 1);
    }
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return {};
}

bool take_path(Cursor& at, std::string_view& out) noexcept {
  const std::string_view text = at.rest();
  if (!text.starts_with('<')) return false;
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == '>' && !quoted) {
      out = text.substr(1, i - 1);
      at = Cursor(text.substr(i + 1));
      return true;
    }
  }
  return false;
}

}  // namespace smtptally
