#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smtptally {

/// The frame around what is stored: a name, a version, the sizes of the sections, the sections, and
/// the checksum of all. Equal sections are equal bytes.
struct FrameKind {
  std::string_view name;
  std::uint32_t version = 0;  ///< The latest, which is written.
  std::size_t sections = 1;
};

/// Requires as many sections as the kind has.
[[nodiscard]] std::string framed(const FrameKind& kind, std::span<const std::string_view> sections);

/// Why bytes are no whole frame.
enum class FrameFault : std::uint8_t {
  foreign,     ///< They have another name.
  cut,         ///< They end within the name or the sizes.
  newer,       ///< Their version is later than ours.
  wrong_size,  ///< They are cut behind the sizes, or something stands behind them.
  damaged,     ///< The checksum differs.
};

/// A frame that was read; its views are those of its bytes.
struct Unframed {
  std::optional<FrameFault> fault;  ///< Without one, all of the rest is valid.
  std::uint64_t version = 0;        ///< Valid with FrameFault::newer, too.
  std::vector<std::string_view> sections;
  std::size_t place = 0;  ///< Where the first section begins.
  std::string_view checksum;
};
[[nodiscard]] Unframed unframed(const FrameKind& kind, std::string_view bytes);

}  // namespace smtptally
