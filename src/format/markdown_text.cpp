#include "format/markdown_text.hpp"

#include <algorithm>

#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Our own words in another language, too, which would be hard to read as code. Then a name in a
/// log may have such letters; what does something on GitHub is ASCII.
bool is_letter(char c) noexcept {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || ((c & '\x80') != 0 && is_translating());
}

// GitHub makes links of the beginnings of commit ids, which may consist of letters or digits alone.
constexpr std::size_t kShortestCommitId = 7;

bool is_hex(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
  });
}

// Parts of `is_inside` characters, with one of `joints` between two of them.
template <class Inside>
bool is_joined(std::string_view text, std::string_view joints, Inside is_inside) noexcept {
  while (true) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_inside);
    const auto size = static_cast<std::size_t>(end - text.begin());
    if (size == 0 || (size >= kShortestCommitId && is_hex(text.substr(0, size)))) return false;
    if (size == text.size()) return true;
    if (joints.find(text[size]) == std::string_view::npos) return false;
    text.remove_prefix(size + 1);
  }
}

// "session's", "re-read", "1.0", "2026-11-01", "10:06", with what may stand around them in a
// sentence. An address of IP is none, so that all clients look alike.
bool is_word(std::string_view text) noexcept {
  if (is_one_of(text, {"=", "-", "%"})) return true;
  if (text.starts_with('(')) text.remove_prefix(1);
  const std::size_t last = text.find_last_not_of(",.;:)%");
  if (last == std::string_view::npos) return false;
  text = text.substr(0, last + 1);
  if (is_digit(text.front())) {
    return std::count(text.begin(), text.end(), '.') < 2 && is_joined(text, ".-:", is_digit);
  }
  return is_joined(text, "'-", is_letter);
}

std::size_t longest_run_of_backticks(std::string_view text) noexcept {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

void append_code(std::string_view text, std::string& out) {
  const std::string fence(longest_run_of_backticks(text) + 1, '`');
  // Readers take away a blank at both ends, but not of blanks alone.
  const auto both_ends_are_blank = text.front() == ' ' && text.back() == ' ' &&
                                   text.find_first_not_of(' ') != std::string_view::npos;
  const bool padded = both_ends_are_blank || text.front() == '`' || text.back() == '`';
  out += fence;
  if (padded) out.push_back(' ');
  char before = ' ';
  for (const char c : text) {
    if (c != '|') {
      out.push_back(c);
    } else {
      // Behind a backslash, readers differ in whether `\|` ends the cell: there the pipe is escaped
      // as append_visible() escapes, which doubles a backslash in front.
      out += before == '\\' ? "\\\\x7c" : "\\|";
    }
    before = c;
  }
  if (padded) out.push_back(' ');
  out += fence;
}

}  // namespace

void append_markdown(std::string_view text, std::string& out) {
  const std::string shown = visible(text);
  if (shown.empty()) return;
  const std::string_view rest = shown;
  // Readers drop blanks at the ends of a sentence and make one of several.
  if (rest.front() == ' ' || rest.back() == ' ' || rest.find("  ") != std::string_view::npos) {
    append_code(rest, out);
    return;
  }
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t code = kNone;  // Where a stretch of words began that are none.
  for (std::size_t begin = 0; begin < rest.size();) {
    const std::size_t end = std::min(rest.find(' ', begin), rest.size());
    const std::string_view word = rest.substr(begin, end - begin);
    if (!is_word(word)) {
      code = std::min(code, begin);
    } else {
      if (code != kNone) {
        append_code(rest.substr(code, begin - 1 - code), out);
        out.push_back(' ');
        code = kNone;
      }
      out += word;
      if (end < rest.size()) out.push_back(' ');
    }
    begin = end + 1;
  }
  if (code != kNone) append_code(rest.substr(code), out);
}

}  // namespace smtptally
