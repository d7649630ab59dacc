// Takes numbers, addresses and ports from the front of a text.

#include "text/cursor.hpp"

#include <bit>

#include "text/bytes16.hpp"

namespace smtptally {

bool Cursor::take_address(std::string_view& out) noexcept {
  const std::size_t end = rest_.find('>');
  if (end == std::string_view::npos) return false;
  // PERF: nearly no address is quoted.
  if (rest_.substr(0, end).find('"') == std::string_view::npos) return take_until('>', out);
  bool quoted = false;
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    const char c = rest_[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '>' && !quoted) {
      out = rest_.substr(0, i);
      rest_.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

namespace {

/// Takes the address of "name[addr]" with brackets at these positions.
bool take_brackets(std::string_view text, std::size_t open, std::size_t close,
                   std::string_view& out) noexcept {
  if (close >= text.size() || text[open] != '[' || text[close] != ']') return false;
  if (open == 0 || close == open + 1) return false;
  out = {text.data() + open + 1, close - open - 1};
  return true;
}

/// The length of ":port" at the front, 0 if there is none (smtpd_client_port_logging = yes). A ':'
/// without a port belongs to the text.
std::size_t port_size(std::string_view text) noexcept {
  Cursor port(text);
  std::uint64_t number = 0;
  const bool is_port = port.take(':') && port.take_number(number) && number <= 65535;
  return is_port ? text.size() - port.rest().size() : 0;
}

}  // namespace

bool Cursor::take_namaddr(std::string_view& out) noexcept {
  // PERF: find_first_of() calls memchr for each character.
  const auto next_stop = [&](std::size_t from) {
    std::size_t at = from;
    while (at < rest_.size() && rest_[at] != ' ' && rest_[at] != '[' && rest_[at] != ']') ++at;
    return at;
  };
  const std::size_t open = next_stop(0);
  const std::size_t close = next_stop(open + 1);
  if (!take_brackets(rest_, open, close, out)) return false;
  return take_front(close + 1 + port_size(rest_.substr(close + 1)));
}

std::size_t PaddedCursor::namaddr_size(PaddedText text, std::string_view& out) noexcept {
  constexpr std::size_t kNone = std::string_view::npos;
  constexpr std::size_t kStride = 64;
  static_assert(kStride <= kTextPadding);
  std::size_t open = kNone;
  for (std::size_t at = 0; at < text.size(); at += kStride) {
    std::uint64_t stops = bytes_where<kStride>(text.data() + at, [](Bytes16 b) {
      return (b == Bytes16::all(' ')) | (b == Bytes16::all('[')) | (b == Bytes16::all(']'));
    });
    if (open == kNone && stops != 0) {
      open = at + static_cast<unsigned>(std::countr_zero(stops));
      stops &= stops - 1;
    }
    if (stops == 0) continue;
    const std::size_t close = at + static_cast<unsigned>(std::countr_zero(stops));
    if (!take_brackets(text, open, close, out)) return 0;
    // PERF: all lines of a log agree on whether a port follows, but not on whether the text ends
    // here. So the next byte, which is always readable, is checked first (3 % of a run).
    const bool may_be_port = text.data()[close + 1] == ':';
    return close + 1 + (may_be_port ? port_size(text.substr(close + 1)) : 0);
  }
  return 0;
}

}  // namespace smtptally
