#include "parse/cursor.hpp"

#include <array>

namespace smtptally {
namespace {

enum CharClass : unsigned char { name_char = 1, address_char = 2 };

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    const bool digit = c >= '0' && c <= '9';
    const bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    unsigned char value = 0;
    if (digit || alpha || c == '.' || c == '-' || c == '_') value |= name_char;
    // IPv6 with a scope ("fe80::1%eth0"), and the word "unknown".
    if (digit || alpha || c == '.' || c == ':' || c == '%' || c == '-') value |= address_char;
    classes[static_cast<std::size_t>(c)] = value;
  }
  return classes;
}
constexpr auto kClasses = make_classes();

std::size_t span_of(std::string_view text, unsigned char wanted) noexcept {
  std::size_t n = 0;
  while (n < text.size() && (kClasses[static_cast<unsigned char>(text[n])] & wanted) != 0) ++n;
  return n;
}

}  // namespace

bool Cursor::take_namaddr(std::string_view& out) noexcept {
  Cursor at(rest_);
  const std::size_t name = span_of(at.rest_, name_char);
  if (name == 0) return false;
  at.rest_.remove_prefix(name);
  if (!at.take('[')) return false;
  const std::size_t address = span_of(at.rest_, address_char);
  if (address == 0) return false;
  out = at.rest_.substr(0, address);
  at.rest_.remove_prefix(address);
  if (!at.take(']')) return false;
  // smtpd_client_port_logging = yes. A ':' that is not followed by a port belongs to the text.
  Cursor port = at;
  std::uint64_t number = 0;
  if (port.take(':') && port.take_number(number) && number <= 65535) at = port;
  rest_ = at.rest_;
  return true;
}

}  // namespace smtptally
