// Parses the numbers and percentages of exported reports.

#include "exchange/report_cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "text/ascii.hpp"
#include "text/plain_name.hpp"

namespace smtptally {
namespace {

/// Spellings of the blanks and apostrophes that locales put between thousands.
struct Spelling {
  std::string_view text;
  char plain;
};
constexpr std::array<Spelling, 5> kSpellings{{{"\xC2\xA0", ' '},
                                              {"\xE2\x80\xAF", ' '},
                                              {"\xE2\x80\x89", ' '},
                                              {"\xE2\x80\x99", '\''},
                                              {"\t", ' '}}};

std::string plain_text(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const auto found =
        std::find_if(kSpellings.begin(), kSpellings.end(),
                     [&](const Spelling& known) { return text.starts_with(known.text); });
    plain += found == kSpellings.end() ? text.front() : found->plain;
    text.remove_prefix(found == kSpellings.end() ? 1 : found->text.size());
  }
  const std::size_t begin = std::min(plain.find_first_not_of(' '), plain.size());
  return plain.substr(begin, plain.find_last_not_of(' ') + 1 - begin);
}

std::optional<std::uint64_t> number_of(const std::string& digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

/// The groups of digits of a number and the separators between them.
struct Groups {
  std::vector<std::string> digits;
  std::string marks;
};

std::optional<Groups> groups_of(std::string_view text) {
  Groups groups{.digits = {std::string()}, .marks = {}};
  for (const char c : text) {
    if (is_digit(c)) {
      groups.digits.back() += c;
    } else if (c == ',' || c == '.' || c == ' ' || c == '\'') {
      groups.marks += c;
      groups.digits.emplace_back();
    } else {
      return std::nullopt;
    }
  }
  const bool whole = std::none_of(groups.digits.begin(), groups.digits.end(),
                                  [](const std::string& digits) { return digits.empty(); });
  return whole ? std::optional(groups) : std::nullopt;
}

/// Whether the first `count` groups are thousands, or lakhs and crores.
bool are_thousands(const Groups& groups, std::size_t count) {
  if (count == 1) return true;
  const std::string_view marks = std::string_view(groups.marks).substr(0, count - 1);
  if (marks.find_first_not_of(marks.front()) != std::string_view::npos) return false;
  if (groups.digits[0].size() > 3 || groups.digits[count - 1].size() != 3) return false;
  const std::size_t between = count > 2 ? groups.digits[1].size() : 3;
  if (between != 3 && between != 2) return false;
  return std::all_of(groups.digits.begin() + 1,
                     groups.digits.begin() + static_cast<std::ptrdiff_t>(count) - 1,
                     [&](const std::string& digits) { return digits.size() == between; });
}

std::optional<std::uint64_t> joined(const Groups& groups, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += groups.digits[i];
  return number_of(all);
}

/// Parses a number with optional decimals, and counts these.
std::optional<PrintedShare> parse_number(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), ',', '.');
  if (plain.find_first_not_of("0123456789.") != std::string::npos) return std::nullopt;
  PrintedShare share;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), share.value);
  if (plain.empty() || error != std::errc{} || end != plain.data() + plain.size()) {
    return std::nullopt;
  }
  const std::size_t point = plain.find('.');
  if (point != std::string::npos) share.decimals = static_cast<int>(plain.size() - point - 1);
  return share;
}

}  // namespace

std::optional<std::uint64_t> parse_whole(std::string_view text, char separator) {
  const auto groups = groups_of(plain_text(text));
  if (!groups) return std::nullopt;
  const std::size_t count = groups->digits.size();
  const char last = groups->marks.empty() ? ' ' : groups->marks.back();
  const std::string& behind = groups->digits.back();
  const bool other_mark = count < 3 || groups->marks[count - 3] != last;
  const bool may_be_decimals = (last == '.' || last == ',') && other_mark &&
                               behind.find_first_not_of('0') == std::string::npos &&
                               are_thousands(*groups, count - 1);
  if (!are_thousands(*groups, count)) {
    return may_be_decimals ? joined(*groups, count - 1) : std::nullopt;
  }
  const bool of_thousands = last == (separator == ';' ? '.' : ',');
  if (may_be_decimals && !of_thousands) return std::nullopt;
  return joined(*groups, count);
}

std::optional<PrintedShare> parse_share(std::string_view text, char separator) {
  const std::string plain = plain_text(text);
  std::string_view outer = plain;
  std::string_view inner;
  const std::size_t open = plain.find('(');
  if (open != std::string::npos) {
    if (!plain.ends_with(')')) return std::nullopt;
    outer = trimmed(outer.substr(0, open));
    inner = trimmed(std::string_view(plain).substr(open + 1, plain.size() - open - 2));
  }
  if (inner.ends_with('%')) std::swap(inner, outer);
  const bool has_sign = outer.ends_with('%');
  if (has_sign) outer = trimmed(outer.substr(0, outer.size() - 1));
  auto share = parse_number(outer);
  if (!share || share->value > 100) return std::nullopt;
  share->has_sign = has_sign;
  if (open == std::string::npos) return share;
  share->messages = parse_whole(inner, separator);
  return share->messages && has_sign ? share : std::nullopt;
}

std::string plain_column_name(std::string_view name) {
  std::string plain = lower_letters(name, "%");
  for (const std::string_view word : {"percentage", "percent", "pct"}) {
    const std::size_t at = plain.find(word);
    if (at != std::string::npos) plain.replace(at, word.size(), 1, '%');
  }
  if (plain.starts_with('%')) std::rotate(plain.begin(), plain.begin() + 1, plain.end());
  while (plain.ends_with("%%")) plain.pop_back();
  return plain;
}

}  // namespace smtptally
