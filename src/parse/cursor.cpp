#include "parse/cursor.hpp"

namespace smtptally {

bool Cursor::take_namaddr(std::string_view& out) noexcept {
  const std::size_t name = distance_to_either('[', ' ');
  if (name == 0 || name == rest_.size() || rest_[name] != '[') return false;
  const std::string_view behind = rest_.substr(name + 1);
  const std::size_t address = Cursor(behind).distance_to_either(']', ' ');
  if (address == 0 || address == behind.size() || behind[address] != ']') return false;
  out = behind.substr(0, address);
  Cursor at(behind.substr(address + 1));
  // smtpd_client_port_logging = yes. A ':' that is not followed by a port belongs to the text.
  Cursor port = at;
  std::uint64_t number = 0;
  if (port.take(':') && port.take_number(number) && number <= 65535) at = port;
  rest_ = at.rest_;
  return true;
}

}  // namespace smtptally
