#include "exim/fields.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "text/ascii.hpp"
#include "text/bytes16.hpp"
#include "text/same_text.hpp"

namespace smtptally {
namespace {

// Which of sixteen characters may stand somewhere.
Bytes16 are_letters_or_digits(Bytes16 b) noexcept {
  return b.between('0', '9') | b.between('a', 'z') | b.between('A', 'Z');
}
Bytes16 are_of_name(Bytes16 b) noexcept {
  // '-' and '.' are neighbours.
  return are_letters_or_digits(b) | b.between('-', '.') | (b == Bytes16::all('_'));
}
/// Those of a name, and of an address in brackets. What helo_allow_chars usually adds is '_'.
Bytes16 are_of_helo(Bytes16 b) noexcept {
  return are_of_name(b) | (b == Bytes16::all(':')) | (b == Bytes16::all('[')) |
         (b == Bytes16::all(']'));
}
Bytes16 are_of_address(Bytes16 b) noexcept {
  return are_letters_or_digits(b) | (b == Bytes16::all('.')) | (b == Bytes16::all(':')) |
         (b == Bytes16::all('%'));
}

constexpr std::size_t kRunBlock = 2 * Bytes16::kSize;

/// How many of the first characters at `at`, kRunBlock readable ones.
template <class AreOf>
std::size_t run_size_in_block(const char* at, const AreOf& are_of) noexcept {
  return static_cast<std::size_t>(std::countr_zero(~bytes_where<kRunBlock>(at, are_of)));
}

/// The number of such characters at the front. PERF: names differ in length, and a loop over their
/// characters mispredicts its end.
template <class AreOf>
std::size_t run_size(std::string_view text, const AreOf& are_of) noexcept {
  std::size_t at = 0;
  for (; text.size() - at >= kRunBlock; at += kRunBlock) {
    const std::size_t size = run_size_in_block(text.data() + at, are_of);
    if (size < kRunBlock) return at + size;
  }
  return at + run_size_in_block(PaddedCopy<kRunBlock>(text.substr(at)).data(), are_of);
}

/// Takes ":54321" if it is there; a colon alone belongs to what follows.
void skip_port(Cursor& at) noexcept {
  Cursor reading = at;
  std::uint64_t port = 0;
  if (reading.take(':') && reading.take_number(port)) at = reading;
}

/// Takes `"…"` with '\' in front of what does not end it.
bool take_quoted_part(Cursor& at) noexcept {
  if (!at.take('"')) return false;
  const std::string_view rest = at.rest();
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '"') return at.take_front(i + 1);
    if (rest[i] == '\\') ++i;
  }
  return false;
}

}  // namespace

std::size_t host_size(std::string_view text, std::string_view& address) noexcept {
  Cursor at(text);
  if (at.take_front(run_size(at.rest(), are_of_name)) && !at.take(' ')) return 0;
  if (at.take('(')) {
    (void)at.take_front(run_size(at.rest(), are_of_helo));
    if (!at.take(") ")) return 0;
  }
  if (!at.take('[')) return 0;
  address = at.rest().substr(0, run_size(at.rest(), are_of_address));
  if (!at.take_front(address.size()) || !at.take(']')) return 0;
  skip_port(at);
  return text.size() - at.rest().size();
}

std::size_t interface_size(std::string_view text, std::string_view& port) noexcept {
  Cursor at(text);
  if (!at.take_front(run_size(text, are_of_address)) || !at.take("]:")) return 0;
  port = at.rest().substr(0, run_size(at.rest(), [](Bytes16 b) { return b.between('0', '9'); }));
  return at.take_front(port.size()) ? text.size() - at.rest().size() : 0;
}

std::size_t sender_size(std::string_view text, std::string_view& out) noexcept {
  if (text.starts_with("<>")) {
    out = {};
    return 2;
  }
  if (!text.starts_with('"')) {
    out = text.substr(0, word_size(text));
    return out.size();
  }
  Cursor at(text);
  if (!take_quoted_part(at)) return 0;
  std::string_view domain;
  if (at.take('@') && !take_word(at, domain)) return 0;
  out = text.substr(0, text.size() - at.rest().size());
  return out.size();
}

bool skip_address_in_brackets(Cursor& at) noexcept {
  if (at.rest().starts_with('"') && !take_quoted_part(at)) return false;
  (void)at.take_front(std::min(at.rest().find_first_of(" <>\"\n"), at.rest().size()));
  return at.take('>');
}

std::size_t find_field(std::string_view text, char letter, std::size_t from) noexcept {
  // PERF: lines have many blanks and few of these.
  for (std::size_t at = text.find('=', from + 2); at != std::string_view::npos;
       at = text.find('=', at + 1)) {
    if (text[at - 1] == letter && text[at - 2] == ' ') return at + 1;
  }
  return std::string_view::npos;
}

bool holds_size(std::string_view text) noexcept {
  for (std::size_t at = find_field(text, 'S', 0); at != std::string_view::npos;
       at = find_field(text, 'S', at)) {
    if (at < text.size() && is_digit(text[at])) return true;
  }
  return false;
}

}  // namespace smtptally
