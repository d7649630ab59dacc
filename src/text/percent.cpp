#include "text/percent.hpp"

#include <cassert>

#include <fmt/format.h>

namespace smtptally {

void append_percent(std::uint64_t count, std::uint64_t total, Decimals decimals, std::string& out) {
  assert(total > 0 && count <= total);
  // A count of 64 bits times 20000 needs 79.
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t scale = decimals == Decimals::one ? 10 : 100;
  const auto scaled =
      static_cast<std::uint64_t>((Wide{count} * 200 * scale + total) / (Wide{total} * 2));
  const fmt::format_int whole(scaled / scale);
  out.append(whole.data(), whole.size());
  out.push_back('.');
  const std::uint64_t fraction = scaled % scale;
  if (decimals == Decimals::two && fraction < 10) out.push_back('0');
  const fmt::format_int digits(fraction);
  out.append(digits.data(), digits.size());
}

}  // namespace smtptally
