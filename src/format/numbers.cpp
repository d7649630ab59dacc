#include "format/numbers.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace smtptally {

void append_number(std::uint64_t number, std::string& out) {
  std::array<char, std::numeric_limits<std::uint64_t>::digits10 + 1> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_percent(const Share& share, Decimals decimals, std::string& out) {
  append_percent(share.count, share.total, decimals, out);
}

void append_distinct(const Distinct& distinct, std::string& out) {
  if (distinct.estimated) out.push_back('~');
  append_number(distinct.count, out);
}

}  // namespace smtptally
