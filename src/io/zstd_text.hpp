#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smtptally {

/// The bytes as one zstd frame: the same for the same bytes and library.
[[nodiscard]] std::string zstd_packed(std::string_view bytes);

/// What one whole frame holds; nothing if it is none, or holds more than `most` bytes. Memory grows
/// with what was unpacked, whatever the frame says of its size.
[[nodiscard]] std::optional<std::string> zstd_unpacked(std::string_view packed, std::size_t most);

}  // namespace smtptally
