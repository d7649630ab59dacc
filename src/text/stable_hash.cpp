#include "text/stable_hash.hpp"

// Its code is in the header, and only here.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace smtptally {

std::uint64_t stable_hash(std::string_view text) noexcept {
  return XXH3_64bits(text.data(), text.size());
}

std::string checksum_of(std::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  static_assert(sizeof canonical.digest == kChecksumSize);
  return {static_cast<const char*>(static_cast<const void*>(canonical.digest)), kChecksumSize};
}

}  // namespace smtptally
