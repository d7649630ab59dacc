#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/glyphs.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// SGR sequences of the four groups of a mix, of old TLS and so on; all empty without colour.
struct BarColors {
  std::array<std::string_view, 4> mix{};
  std::string_view end{};
};

/// Cells of `parts` in a bar of `cells` that stands for `scale`: each part that is not zero gets at
/// least one, the others by largest remainder. All together are as many as sum / scale deserves,
/// and never more than `cells` where the parts that are not zero are no more.
[[nodiscard]] std::vector<std::size_t> share_out(std::span<const std::uint64_t> parts,
                                                 std::uint64_t scale, std::size_t cells);

/// Appends the bar of at most `cells` cells, and says how many it took.
std::size_t append_bar(const Bar& bar, std::size_t cells, const Glyphs& glyphs, std::string& out);
std::size_t append_mix(const Mix& mix, std::size_t cells, const Glyphs& glyphs,
                       const BarColors& colors, std::string& out);
/// The last `cells` days, each as high as its part of the most of them.
std::size_t append_trend(const Trend& trend, std::size_t cells, const Glyphs& glyphs,
                         std::string& out);

/// The class's place in Glyphs::mix.
[[nodiscard]] std::size_t mix_group(TlsClass tls) noexcept;

}  // namespace smtptally
