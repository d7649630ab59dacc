// Recognises the lines of Exim's own file, which name neither host nor program.

#include "parse/exim_file.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "parse/dialect.hpp"
#include "text/ascii.hpp"
#include "text/bytes16.hpp"
#include "text/cursor.hpp"
#include "text/word_size.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kFirstPart = 6;
constexpr std::size_t kShortId = 16;  // 6-6-2.
constexpr std::size_t kLongId = 23;   // 6-11-4.
constexpr std::uint8_t kNoDigit = 0xFF;

/// The digits of ids, by their values.
constexpr std::string_view kInOrder =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kInOrder.size(); ++i) {
    values[static_cast<unsigned char>(kInOrder[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kDigits = make_digits();

std::uint8_t digit(char c) noexcept { return kDigits[static_cast<unsigned char>(c)]; }

/// Which of sixteen bytes are digits of an id.
std::uint64_t digits_of_id(const char* at) noexcept {
  return bytes_where<Bytes16::kSize>(at, [](Bytes16 b) {
    return b.between('0', '9') | b.between('A', 'Z') | b.between('a', 'z');
  });
}
/// A mask of sixteen bytes without these two.
constexpr std::uint64_t all_but(std::size_t one, std::size_t other) noexcept {
  return 0xFFFF & ~(std::uint64_t{1} << one) & ~(std::uint64_t{1} << other);
}

std::int64_t number_in_base(std::string_view digits, std::int64_t base) noexcept {
  std::int64_t value = 0;
  for (const char c : digits) value = value * base + digit(c);
  return value;
}

/// Beginnings of lines without an id, as log.c and its callers write them: of what tells something,
/// and of what a file begins with.
constexpr std::array<std::string_view, 19> kBeginnings{"exim ",
                                                       "Start queue run: ",
                                                       "End queue run: ",
                                                       "SMTP ",
                                                       "H=",
                                                       "TLS error ",
                                                       "no MAIL in SMTP ",
                                                       "rejected ",
                                                       "no host name ",
                                                       "no IP address ",
                                                       "cwd=",
                                                       "Connection from ",
                                                       "connection from ",
                                                       "unexpected disconnection ",
                                                       "refused connection ",
                                                       "daemon ",
                                                       "pid ",
                                                       "SIGHUP received",
                                                       "temporarily rejected "};

}  // namespace

std::size_t exim_id_size(std::string_view text) noexcept {
  constexpr std::size_t kSecond = 13;  // Where the second '-' stands.
  constexpr std::size_t kLongSecond = 18;
  constexpr std::size_t kLastOfLong = kLongId + 1 - Bytes16::kSize;  // With its blank.
  if (text.size() <= kShortId || text[kFirstPart] != '-') return 0;
  const std::uint64_t digits = digits_of_id(text.data());
  if (text[kShortId] == ' ' && text[kSecond] == '-') {
    return digits == all_but(kFirstPart, kSecond) ? kShortId : 0;
  }
  if (text.size() <= kLongId || text[kLongId] != ' ' || text[kLongSecond] != '-') return 0;
  const std::uint64_t last = digits_of_id(text.data() + kLastOfLong);
  return digits == all_but(kFirstPart, kFirstPart) &&
                 last == all_but(kLongSecond - kLastOfLong, kLongId - kLastOfLong)
             ? kLongId
             : 0;
}

std::int64_t exim_id_second(std::string_view id, std::int64_t near) noexcept {
  const std::string_view first = id.substr(0, kFirstPart);
  const std::int64_t usual = number_in_base(first, 62);
  const bool one_case =
      std::all_of(first.begin(), first.end(), [](char c) { return digit(c) < 36; });
  if (!one_case) return usual;
  const std::int64_t other = number_in_base(first, 36);
  return std::llabs(other - near) < std::llabs(usual - near) ? other : usual;
}

std::string_view behind_exim_pid(std::string_view text) noexcept {
  if (text.empty() || text.front() != '[') return text;
  Cursor at(text);
  std::uint64_t pid = 0;
  return at.take('[') && at.take_number(pid) && at.take("] ") ? at.rest() : text;
}

bool begins_as_refused_login(std::string_view text) noexcept {
  const std::size_t driver = word_size(text);
  return driver != 0 && text.substr(driver).starts_with(" authenticator failed for ");
}

bool is_exim_text(std::string_view text) noexcept {
  text = behind_exim_pid(text);
  if (exim_id_size(text) != 0 || begins_as_refused_login(text)) return true;
  const bool begins =
      std::any_of(kBeginnings.begin(), kBeginnings.end(),
                  [&](std::string_view beginning) { return text.starts_with(beginning); });
  return begins && !is_of_another_program(text);
}

bool is_of_another_program(std::string_view text) noexcept {
  const std::size_t host = word_size(text);
  if (host == text.size() || text.front() == '[') return false;
  Cursor at(text.substr(host + 1));
  const std::string_view rest = at.rest();
  std::size_t tag = 0;  // PERF: find_first_of() calls memchr for each character.
  while (tag < rest.size() && rest[tag] != '[' && rest[tag] != ':' && rest[tag] != ' ') ++tag;
  std::uint64_t pid = 0;
  return at.take_front(tag) && at.take('[') && at.take_number(pid) && at.take("]:");
}

void make_exim_line(PaddedText text, LogLine& out) noexcept {
  out.form = LineForm::writer;
  out.host = text.substr(0, 0);
  out.tag = kEximTag;
  out.has_pid = false;
  out.pid = 0;
  out.text = text;
}

bool take_exim_stamp(Cursor& at, StampReader& stamps, Micros& time) {
  // PERF: the blank tells the stamp from those of RFC 3339 of a logger.
  if (at.rest().size() < 20 || at.rest()[10] != ' ' || !stamps.take_rfc3339(at, time)) return false;
  return at.take(' ');
}

Behind parse_behind_exim_stamp(PaddedText rest, HeadCache& /*heads*/, LogLine& out) {
  if (!is_exim_text(rest)) return Behind::nothing;
  make_exim_line(rest, out);
  return Behind::line;
}

}  // namespace smtptally
