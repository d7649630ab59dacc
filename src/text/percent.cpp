#include "text/percent.hpp"

#include <cassert>

#include <fmt/format.h>

namespace smtptally {

namespace {

constexpr std::uint64_t scale_of(Decimals decimals) noexcept {
  return decimals == Decimals::one ? 10 : 100;
}

}  // namespace

std::uint64_t scaled_percent(std::uint64_t count, std::uint64_t total, Decimals decimals) {
  assert(total > 0 && count <= total);
  // A count of 64 bits times 20000 needs 79.
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((Wide{count} * 200 * scale_of(decimals) + total) /
                                    (Wide{total} * 2));
}

void append_scaled_percent(std::uint64_t scaled, Decimals decimals, std::string& out) {
  const std::uint64_t scale = scale_of(decimals);
  const fmt::format_int whole(scaled / scale);
  out.append(whole.data(), whole.size());
  out.push_back('.');
  const std::uint64_t fraction = scaled % scale;
  if (decimals == Decimals::two && fraction < 10) out.push_back('0');
  const fmt::format_int digits(fraction);
  out.append(digits.data(), digits.size());
}

void append_percent(std::uint64_t count, std::uint64_t total, Decimals decimals, std::string& out) {
  append_scaled_percent(scaled_percent(count, total, decimals), decimals, out);
}

}  // namespace smtptally
