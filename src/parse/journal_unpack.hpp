#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

struct ZSTD_DCtx_s;

namespace smtptally {

/// Whether this build has liblz4.
[[nodiscard]] bool unpacks_lz4() noexcept;

/// Unpacks payloads of objects of data.
class JournalUnpacker {
 public:
  JournalUnpacker() = default;
  JournalUnpacker(const JournalUnpacker&) = delete;
  JournalUnpacker& operator=(const JournalUnpacker&) = delete;
  ~JournalUnpacker();

  /// Unpacks by the flags of the object: at most `most` bytes, which replace those of `out`. False
  /// if the payload is damaged or of an unknown packing.
  [[nodiscard]] bool unpack(std::uint8_t flags, std::string_view packed, std::size_t most,
                            std::string& out);

 private:
  [[nodiscard]] bool unpack_zstd(std::string_view packed, std::string& out);

  ZSTD_DCtx_s* zstd_ = nullptr;  ///< PERF: making one takes longer than unpacking a text.
};

/// Whether flags of an object say that its payload is packed.
[[nodiscard]] constexpr bool is_packed(std::uint8_t flags) noexcept { return (flags & 7U) != 0; }

}  // namespace smtptally
