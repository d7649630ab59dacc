// Texts in zstd frames.

#include "io/zstd_text.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include <zstd.h>

#include "text/fuzzing.hpp"

namespace smtptally {
namespace {

/// How much room to make first: what the frame says, where its size makes that likely.
std::size_t likely_size(std::string_view packed) {
  constexpr std::size_t kFirstSize = std::size_t{kFuzzing ? 1 : 64} << 10U;
  constexpr std::size_t kUsual = 16;  // Parts are a fifth to a tenth of what they hold.
  const unsigned long long said = ZSTD_getFrameContentSize(packed.data(), packed.size());
  // The two errors are larger, too.
  return said > kFirstSize + kUsual * packed.size() ? kFirstSize : static_cast<std::size_t>(said);
}

}  // namespace

std::string zstd_packed(std::string_view bytes) {
  constexpr int kLevel = 3;
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // Its only reason with so much room.
  packed.resize(size);
  return packed;
}

std::optional<std::string> zstd_unpacked(std::string_view packed, std::size_t most) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                        &ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  // PERF: to grow step by step, through a window, took three times the memory and a fifth of the
  // time of a merge of one part.
  std::string bytes(std::min(likely_size(packed), most) + 1, '\0');
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::size_t done = 0;
  while (true) {
    if (done == bytes.size()) bytes.resize(2 * bytes.size());
    ZSTD_outBuffer out{bytes.data() + done, bytes.size() - done, 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &out, &in);
    done += out.pos;
    if (ZSTD_isError(left) != 0 || done > most) return std::nullopt;
    if (left == 0) break;
    if (in.pos == in.size && out.pos < out.size) return std::nullopt;  // Cut.
  }
  if (in.pos != in.size) return std::nullopt;  // Something stands behind it.
  bytes.resize(done);
  return bytes;
}

}  // namespace smtptally
