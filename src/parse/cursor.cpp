#include "parse/cursor.hpp"

#include <bit>

#include "parse/bytes16.hpp"

namespace smtptally {

bool Cursor::take_address(std::string_view& out) noexcept {
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

/// Takes "name[addr]" whose brackets are at these places.
bool Cursor::take_brackets(std::size_t open, std::size_t close, std::string_view& out) noexcept {
  if (close >= rest_.size() || rest_[open] != '[' || rest_[close] != ']') return false;
  if (open == 0 || close == open + 1) return false;
  out = rest_.substr(open + 1, close - open - 1);
  rest_.remove_prefix(close + 1);
  return true;
}

/// Takes ":port", if there is one (smtpd_client_port_logging = yes). A ':' that is not followed by
/// a port belongs to the text.
void Cursor::take_port() noexcept {
  Cursor port = *this;
  std::uint64_t number = 0;
  if (port.take(':') && port.take_number(number) && number <= 65535) *this = port;
}

bool Cursor::take_namaddr(std::string_view& out) noexcept {
  const std::size_t open = rest_.find_first_of(" []");
  if (open == std::string_view::npos) return false;
  if (!take_brackets(open, rest_.find_first_of(" []", open + 1), out)) return false;
  take_port();
  return true;
}

bool Cursor::take_padded_namaddr(std::string_view& out) noexcept {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t open = kNone;
  for (std::size_t at = 0; at < rest_.size(); at += kTextPadding) {
    std::uint64_t stops = bytes_where<kTextPadding>(rest_.data() + at, [](Bytes16 b) {
      return (b == Bytes16::all(' ')) | (b == Bytes16::all('[')) | (b == Bytes16::all(']'));
    });
    if (open == kNone && stops != 0) {
      open = at + static_cast<std::size_t>(std::countr_zero(stops));
      stops &= stops - 1;
    }
    if (stops == 0) continue;
    const std::size_t close = at + static_cast<std::size_t>(std::countr_zero(stops));
    if (!take_brackets(open, close, out)) return false;
    // PERF: whether a port follows is the same for all lines of a log, whether the text ends here
    // is not; so the byte is looked at first, which is there in any case (3 % of a run).
    if (*rest_.data() == ':') take_port();
    return true;
  }
  return false;
}

}  // namespace smtptally
