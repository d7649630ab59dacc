// The words and digits of locales in stamps.

#include "parse/locale_words.hpp"

#include <algorithm>
#include <array>

#include "text/ascii.hpp"

namespace smtptally {
namespace {

/// Words for AM, without blanks, points and apostrophes; ASCII letters in lower case.
constexpr std::array<std::string_view, 37> kBeforeNoon{
    "am",         "πμ",      "ΠΜ",     "ص",         "上午",    "午前", "오전",  "öö",
    "ÖÖ",         "sa",      "fm",     "ap",        "de",      "dop",  "dopol", "dopoludnia",
    "prijepodne", "дп",      "ДП",     "проб",      "претпл",  "ju",   "pg",    "pd",
    "eparadites", "priekšp", "priešp", "priešpiet", "ก่อนเที่ยง", "قظ",   "קמ",    "לפנהצ",
    "पूर्वाह्न",     "vorm",    "gh",     "үө",        "ҮӨ"};
constexpr std::array<std::string_view, 37> kAfterNoon{
    "pm",           "μμ",    "ΜΜ",     "م",      "下午",    "午後", "오후",  "ös",
    "ÖS",           "ch",    "em",     "ip",     "du",      "odp",  "odpol", "odpoludnia",
    "poslijepodne", "пп",    "ПП",     "слоб",   "попл",    "juu",  "ptg",   "md",
    "epasdites",    "pēcp",  "popiet", "popiet", "หลังเที่ยง", "بظ",   "אחמ",   "אחהצ",
    "अपराह्न",       "nachm", "gd",     "үх",     "ҮХ"};

std::string plain_word(std::string_view word) {
  std::string plain;
  while (!word.empty()) {
    if (word.starts_with("\xD7\xB4")) {  // Hebrew gershayim.
      word.remove_prefix(2);
      continue;
    }
    const char c = word.front();
    if (c != ' ' && c != '.' && c != '\'' && c != '"') plain += ascii_lower(c);
    word.remove_prefix(1);
  }
  return plain;
}

/// The zeros of other scripts that are used in dates, as code points.
constexpr std::array<char32_t, 14> kZeros{0x660, 0x6F0, 0x7C0,  0x966,  0x9E6,  0xAE6,  0xE50,
                                          0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0xFF10, 0xBE6};

/// The character at the front and its size; 0 if it is not UTF-8 of two or three bytes.
char32_t wide_character(std::string_view text, std::size_t& size) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto is_more = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
  if ((byte(0) & 0xE0U) == 0xC0U && is_more(1)) {
    size = 2;
    return (char32_t{byte(0)} & 0x1FU) << 6U | (byte(1) & 0x3FU);
  }
  if ((byte(0) & 0xF0U) == 0xE0U && is_more(1) && is_more(2)) {
    size = 3;
    return (char32_t{byte(0)} & 0xFU) << 12U | (char32_t{byte(1)} & 0x3FU) << 6U |
           (byte(2) & 0x3FU);
  }
  size = 1;
  return 0;
}

}  // namespace

std::string plain_stamp(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    std::size_t size = 1;
    const char32_t c = wide_character(text, size);
    const auto zero = std::find_if(kZeros.begin(), kZeros.end(),
                                   [c](char32_t z) { return c >= z && c <= z + 9; });
    const bool is_blank = c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000;
    const bool is_mark = c == 0x200E || c == 0x200F || c == 0x61C || (c >= 0x202A && c <= 0x202E);
    if (zero != kZeros.end()) {
      plain += static_cast<char>('0' + (c - *zero));
    } else if (is_blank || (size == 1 && text.front() == '\t')) {
      plain += ' ';
    } else if (!is_mark) {
      plain.append(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  const std::size_t begin = std::min(plain.find_first_not_of(' '), plain.size());
  return plain.substr(begin, plain.find_last_not_of(' ') + 1 - begin);
}

HalfDay half_day_of(std::string_view word) {
  const std::string plain = plain_word(word);
  if (plain.empty()) return HalfDay::none;
  const auto has = [&](const auto& words) {
    return std::find(words.begin(), words.end(), plain) != words.end();
  };
  if (has(kBeforeNoon)) return HalfDay::before_noon;
  return has(kAfterNoon) ? HalfDay::after_noon : HalfDay::unknown;
}

bool is_latin_half_day(std::string_view word) {
  const std::string lower = ascii_lower(word);
  return lower == "am" || lower == "pm";
}

std::string_view without_year_word(std::string_view text) noexcept {
  for (const std::string_view word : {"г.", "г", "р.", "ж.", "y.", "e.", "m.", "."}) {
    if (!text.starts_with(word)) continue;
    const std::string_view rest = text.substr(word.size());
    // "m." of "m.m." is not a word of its own.
    if (!rest.empty() && rest.front() != ' ' && rest.front() != ',') continue;
    text = rest;
    break;
  }
  text = trimmed(text);
  if (text.starts_with(',')) text.remove_prefix(1);
  if (text.starts_with("\xD8\x8C")) text.remove_prefix(2);  // The Arabic comma.
  return trimmed(text);
}

bool take_month_name(Cursor& at, std::uint32_t& month) noexcept {
  constexpr std::array<std::string_view, 12> kNames{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  std::size_t size = 0;
  const std::string_view text = at.rest();
  while (size < text.size() && ascii_lower(text[size]) >= 'a' && ascii_lower(text[size]) <= 'z') {
    ++size;
  }
  if (size < 3) return false;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (size > kNames[i].size() || !starts_with_folded(text, kNames[i].substr(0, size))) continue;
    at = Cursor(text.substr(size));
    if (size < text.size() && text[size] == '.') (void)at.take('.');
    month = static_cast<std::uint32_t>(i + 1);
    return true;
  }
  return false;
}

}  // namespace smtptally
