#include "format/numbers.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <limits>

namespace smtptally {

void append_number(std::uint64_t number, std::string& out) {
  std::array<char, std::numeric_limits<std::uint64_t>::digits10 + 1> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_percent(const Share& share, Decimals decimals, std::string& out) {
  assert(share.total > 0 && share.count <= share.total);
  // A count of 64 bits times 20000 needs 79.
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t scale = decimals == Decimals::one ? 10 : 100;
  const Wide total = share.total;
  const auto scaled =
      static_cast<std::uint64_t>((Wide{share.count} * 200 * scale + total) / (2 * total));
  append_number(scaled / scale, out);
  out.push_back('.');
  const std::uint64_t fraction = scaled % scale;
  if (decimals == Decimals::two && fraction < 10) out.push_back('0');
  append_number(fraction, out);
}

void append_distinct(const Distinct& distinct, std::string& out) {
  if (distinct.estimated) out.push_back('~');
  append_number(distinct.count, out);
}

}  // namespace smtptally
