#include "text/grouped.hpp"

#include <array>
#include <cstddef>

#include <fmt/format.h>

namespace smtptally {

std::string grouped(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 6> kUnits{"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  std::uint64_t unit = 1000;
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    const std::uint64_t rest = bytes % unit;
    const std::uint64_t tenths = bytes / unit * 10 + (rest + unit / 20) / (unit / 10);
    if (tenths < 1000) return fmt::format("{}.{} {}", tenths / 10, tenths % 10, kUnits[i]);
    const std::uint64_t whole = bytes / unit + (rest >= unit / 2 ? 1 : 0);
    if (whole < 1000 || i + 1 == kUnits.size()) return fmt::format("{} {}", whole, kUnits[i]);
    unit *= 1000;
  }
  return {};
}

}  // namespace smtptally
