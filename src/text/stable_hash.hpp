#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace smtptally {

/// XXH3: the same for the same text in every build, so that it may be stored.
[[nodiscard]] std::uint64_t stable_hash(std::string_view text) noexcept;

inline constexpr std::size_t kChecksumSize = 16;

/// XXH3-128 of the bytes, in its canonical form: tells damage from what was written.
[[nodiscard]] std::string checksum_of(std::string_view bytes);

}  // namespace smtptally
