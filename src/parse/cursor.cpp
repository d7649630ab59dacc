#include "parse/cursor.hpp"

#include <bit>

#include "parse/bytes16.hpp"

namespace smtptally {
namespace {

/// The places of the two brackets in `name[addr]`; `found` is false if they are not there.
struct Brackets {
  bool found = false;
  std::size_t open = 0;
  std::size_t close = 0;
};

/// Looks only at the first 64 bytes, which must be readable.
Brackets near_brackets(const char* text) noexcept {
  std::uint64_t opens = 0;
  std::uint64_t closes = 0;
  for (std::size_t i = 0; i < 64; i += Bytes16::kSize) {
    const Bytes16 bytes = Bytes16::load(text + i);
    const Bytes16 blank = bytes == Bytes16::all(' ');
    opens |= (blank | (bytes == Bytes16::all('['))).mask() << i;
    closes |= (blank | (bytes == Bytes16::all(']'))).mask() << i;
  }
  if (opens == 0) return {};
  const auto open = static_cast<std::size_t>(std::countr_zero(opens));
  closes &= ~std::uint64_t{1} << open;
  if (closes == 0) return {};
  const auto close = static_cast<std::size_t>(std::countr_zero(closes));
  return {text[open] == '[' && text[close] == ']', open, close};
}

/// Anywhere in a text of any size.
Brackets find_brackets(std::string_view text) noexcept {
  const auto stop = [&](std::size_t from, char wanted) {
    while (from < text.size() && text[from] != wanted && text[from] != ' ') ++from;
    return from;
  };
  const std::size_t open = stop(0, '[');
  if (open == text.size() || text[open] != '[') return {};
  const std::size_t close = stop(open + 1, ']');
  return {close < text.size() && text[close] == ']', open, close};
}

}  // namespace

bool Cursor::take_namaddr(std::string_view& out) noexcept {
  Brackets at = rest_.size() >= 64 ? near_brackets(rest_.data())
                                   : near_brackets(PaddedCopy<64>(rest_).data());
  if (!at.found) at = find_brackets(rest_);
  if (!at.found || at.open == 0 || at.close == at.open + 1) return false;
  out = rest_.substr(at.open + 1, at.close - at.open - 1);
  rest_.remove_prefix(at.close + 1);
  // smtpd_client_port_logging = yes. A ':' that is not followed by a port belongs to the text.
  Cursor port = *this;
  std::uint64_t number = 0;
  if (port.take(':') && port.take_number(number) && number <= 65535) *this = port;
  return true;
}

}  // namespace smtptally
