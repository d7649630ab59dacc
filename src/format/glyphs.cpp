#include "format/glyphs.hpp"

#include <utility>

namespace smtptally {
namespace {

constexpr Glyphs kUnicode{.ellipsis = "…",
                          .zero = "·",
                          .rule = "─",
                          .bar = "█",
                          .part = {"▏", "▎", "▍", "▌", "▋", "▊", "▉"},
                          .mix = {"█", "▓", "░", "×"},
                          .level = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}};
constexpr Glyphs kAscii{.ellipsis = "..",
                        .zero = ".",
                        .rule = "-",
                        .bar = "#",
                        .part = {},
                        .mix = {"=", "-", "!", "?"},
                        .level = {" ", "_", ".", ":", "-", "=", "+", "*", "#"}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kInAscii{
    {{"·", "|"}, {"–", "-"}, {"…", ".."}, {"→", "->"}}};

}  // namespace

const Glyphs& glyphs(bool ascii) noexcept { return ascii ? kAscii : kUnicode; }

std::string drawn(std::string_view text, bool ascii) {
  std::string out;
  while (ascii && !text.empty()) {
    bool replaced = false;
    for (const auto& [glyph, letters] : kInAscii) {
      if (!text.starts_with(glyph)) continue;
      out += letters;
      text.remove_prefix(glyph.size());
      replaced = true;
      break;
    }
    if (replaced) continue;
    out.push_back(text.front());
    text.remove_prefix(1);
  }
  return out.append(text);
}

}  // namespace smtptally
