#include "exim/fields.hpp"

#include <array>

#include "text/ascii.hpp"

namespace smtptally {
namespace {

/// Which characters stand where. PERF: one lookup for each, as in every loop over a host.
constexpr unsigned char kOfName = 1;
constexpr unsigned char kOfHelo = 2;
constexpr unsigned char kOfAddress = 4;
constexpr std::array<unsigned char, 256> make_kinds() {
  std::array<unsigned char, 256> kinds{};
  const auto add = [&](std::string_view chars, unsigned char kind) {
    for (const char c : chars) kinds[static_cast<unsigned char>(c)] |= kind;
  };
  add("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.",
      kOfName | kOfHelo | kOfAddress);
  add("-_", kOfName | kOfHelo);  // What helo_allow_chars usually adds is '_'.
  add(":[]", kOfHelo);
  add(":%", kOfAddress);
  return kinds;
}
constexpr std::array<unsigned char, 256> kKinds = make_kinds();

/// Takes the longest run of such characters; it may be empty.
template <class IsOf>
std::string_view take_run(Cursor& at, const IsOf& is_of) noexcept {
  const std::string_view rest = at.rest();
  std::size_t size = 0;
  while (size < rest.size() && is_of(rest[size])) ++size;
  (void)at.take_front(size);
  return rest.substr(0, size);
}
/// PERF: a function for each kind, because one that is handed another calls it for each character.
template <unsigned char kKind>
std::string_view take_run_of(Cursor& at) noexcept {
  return take_run(at, [](char c) { return (kKinds[static_cast<unsigned char>(c)] & kKind) != 0; });
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

bool take_word(Cursor& at, std::string_view& out) noexcept {
  const std::string_view rest = at.rest();
  out = rest.substr(0, rest.find(' '));
  return at.take_front(out.size());
}

bool skip_word(Cursor& at) noexcept {
  std::string_view word;
  return take_word(at, word);
}

bool take_host(Cursor& at, std::string_view& address) noexcept {
  Cursor reading = at;
  const bool has_name = !take_run_of<kOfName>(reading).empty();
  if (has_name && !reading.take(' ')) return false;
  if (reading.take('(')) {
    (void)take_run_of<kOfHelo>(reading);
    if (!reading.take(") ")) return false;
  }
  if (!reading.take('[')) return false;
  address = take_run_of<kOfAddress>(reading);
  if (address.empty() || !reading.take(']')) return false;
  skip_port(reading);
  at = reading;
  return true;
}

bool take_interface(Cursor& at, std::string_view& port) noexcept {
  if (!at.take(" I=[")) return true;
  if (take_run_of<kOfAddress>(at).empty() || !at.take("]:")) return false;
  port = take_run(at, [](char c) { return is_digit(c); });
  return !port.empty();
}

bool take_sender(Cursor& at, std::string_view& out) noexcept {
  const std::string_view begin = at.rest();
  if (at.take("<>")) {
    out = {};
    return true;
  }
  if (begin.starts_with('"')) {
    if (!take_quoted_part(at)) return false;
    std::string_view domain;
    if (at.take('@') && !take_word(at, domain)) return false;
    out = begin.substr(0, begin.size() - at.rest().size());
    return true;
  }
  return take_word(at, out);
}

bool skip_address_in_brackets(Cursor& at) noexcept {
  if (at.rest().starts_with('"') && !take_quoted_part(at)) return false;
  (void)take_run(at,
                 [](char c) { return c != ' ' && c != '<' && c != '>' && c != '"' && c != '\n'; });
  return at.take('>');
}

bool skip_distinguished_name(Cursor& at) noexcept {
  std::string_view name;
  return !at.take(" DN=\"") || at.take_until('"', name);
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
