#include "format/bars.hpp"

#include <algorithm>
#include <numeric>

namespace smtptally {
namespace {

__extension__ using Wide = unsigned __int128;

/// cells * part / whole, rounded down, and what is left of it.
struct Quotient {
  std::uint64_t cells = 0;
  std::uint64_t rest = 0;
};
Quotient divide(std::uint64_t part, std::uint64_t cells, std::uint64_t whole) {
  const Wide product = Wide{part} * cells;
  return {static_cast<std::uint64_t>(product / whole), static_cast<std::uint64_t>(product % whole)};
}

}  // namespace

std::vector<std::size_t> share_out(std::span<const std::uint64_t> parts, std::uint64_t scale,
                                   std::size_t cells) {
  std::vector<std::size_t> shares(parts.size(), 0);
  const std::uint64_t sum = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
  if (sum == 0 || scale == 0 || cells == 0) return shares;
  const Quotient all = divide(std::min(sum, scale), cells, scale);
  std::size_t total = all.cells + (all.rest * 2 >= scale ? 1 : 0);
  const auto used = static_cast<std::size_t>(
      std::count_if(parts.begin(), parts.end(), [](std::uint64_t part) { return part > 0; }));
  total = std::max(total, used);
  // One cell for each that is there, the rest by their sizes.
  std::vector<std::uint64_t> rests(parts.size(), 0);
  std::size_t given = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Quotient exact = divide(parts[i], total, sum);
    shares[i] = std::max<std::size_t>(exact.cells, parts[i] > 0 ? 1 : 0);
    rests[i] = exact.cells == 0 ? 0 : exact.rest;
    given += shares[i];
  }
  while (given < total) {
    const auto next = std::max_element(rests.begin(), rests.end()) - rests.begin();
    ++shares[static_cast<std::size_t>(next)];
    rests[static_cast<std::size_t>(next)] = 0;
    ++given;
  }
  while (given > total) {
    --*std::max_element(shares.begin(), shares.end());
    --given;
  }
  return shares;
}

std::size_t append_bar(const Bar& bar, std::size_t cells, const Glyphs& glyphs, std::string& out) {
  if (bar.count == 0 || bar.scale == 0 || cells == 0) return 0;
  const std::uint64_t eighths = glyphs.part[0].empty() ? 1 : 8;
  const Quotient exact = divide(std::min(bar.count, bar.scale), cells * eighths, bar.scale);
  // What is there is seen.
  const std::uint64_t filled = std::max<std::uint64_t>(
      exact.cells + (eighths == 1 && exact.rest * 2 >= bar.scale ? 1 : 0), 1);
  const std::size_t whole = filled / eighths;
  for (std::size_t i = 0; i < whole; ++i) out += glyphs.bar;
  const std::size_t part = filled % eighths;
  if (part == 0) return whole;
  out += glyphs.part[part - 1];
  return whole + 1;
}

std::size_t mix_group(TlsClass tls) noexcept {
  switch (tls) {
    case TlsClass::tls1_3:
      return 0;
    case TlsClass::tls1_2:
      return 1;
    case TlsClass::tls1_0:
    case TlsClass::tls1_1:
    case TlsClass::ssl:
      return 2;
    case TlsClass::none:
    case TlsClass::unknown:
      break;
  }
  return 3;
}

std::size_t append_mix(const Mix& mix, std::size_t cells, const Glyphs& glyphs,
                       const BarColors& colors, std::string& out) {
  std::array<std::uint64_t, 4> groups{};
  for (std::size_t c = 0; c < mix.classes.size(); ++c) {
    groups[mix_group(static_cast<TlsClass>(c))] += mix.classes[c];
  }
  const std::vector<std::size_t> shares = share_out(groups, mix.scale, cells);
  std::size_t used = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (shares[g] == 0) continue;
    out += colors.mix[g];
    for (std::size_t i = 0; i < shares[g]; ++i) out += glyphs.mix[g];
    out += colors.end;
    used += shares[g];
  }
  return used;
}

std::size_t append_trend(const Trend& trend, std::size_t cells, const Glyphs& glyphs,
                         std::string& out) {
  const std::size_t shown = std::min(cells, trend.days.size());
  const std::span<const std::uint64_t> days = trend.days.last(shown);
  const std::uint64_t most = days.empty() ? 0 : *std::max_element(days.begin(), days.end());
  for (const std::uint64_t day : days) {
    // One to eight for what is not zero.
    const std::size_t level =
        day == 0 ? 0
                 : 1 + divide(day, 7, most).cells + (divide(day, 7, most).rest * 2 >= most ? 1 : 0);
    out += glyphs.level[std::min<std::size_t>(level, 8)];
  }
  return shown;
}

}  // namespace smtptally
