// Unpacks payloads of a journal file: one frame of zstd, one stream of xz, or one block of lz4
// behind its size.

#include "parse/journal_unpack.hpp"

#include <algorithm>
#include <climits>

#include <lzma.h>
#include <zstd.h>
#if SMTPTALLY_LZ4
#include <lz4.h>
#endif

#include "parse/journal_layout.hpp"
#include "text/fuzzing.hpp"

namespace smtptally {
namespace {

constexpr std::uint8_t kPackedXz = 1;
constexpr std::uint8_t kPackedLz4 = 2;
constexpr std::uint8_t kPackedZstd = 4;

bool unpack_xz(std::string_view packed, std::string& out) {
  // journald's dictionary is 1 MiB. A fuzzer's inputs have small ones, and make up large ones,
  // which cost more than all else.
  constexpr std::uint64_t kMostMemory = std::uint64_t{kFuzzing ? 1 : 64} << 18U;
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, kMostMemory, 0) != LZMA_OK) return false;
  stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
  stream.avail_in = packed.size();
  stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  stream.avail_out = out.size();
  lzma_ret result = LZMA_OK;
  while (result == LZMA_OK && stream.avail_out > 0) result = lzma_code(&stream, LZMA_FINISH);
  out.resize(out.size() - stream.avail_out);
  lzma_end(&stream);
  return result == LZMA_OK || result == LZMA_STREAM_END;
}

bool unpack_lz4([[maybe_unused]] std::string_view packed, [[maybe_unused]] std::string& out) {
#if SMTPTALLY_LZ4
  constexpr std::size_t kSizeBytes = 8;
  if (packed.size() <= kSizeBytes || packed.size() > INT_MAX) return false;
  const std::uint64_t whole = journal::le64(packed.data());
  packed.remove_prefix(kSizeBytes);
  const int wanted = static_cast<int>(std::min<std::uint64_t>(whole, out.size()));
  const int got = LZ4_decompress_safe_partial(packed.data(), out.data(),
                                              static_cast<int>(packed.size()), wanted, wanted);
  if (got < 0) return false;
  out.resize(static_cast<std::size_t>(got));
  return got == wanted;
#else
  return false;
#endif
}

}  // namespace

bool unpacks_lz4() noexcept { return SMTPTALLY_LZ4 != 0; }

JournalUnpacker::~JournalUnpacker() { (void)ZSTD_freeDCtx(zstd_); }

bool JournalUnpacker::unpack_zstd(std::string_view packed, std::string& out) {
  if (zstd_ == nullptr) zstd_ = ZSTD_createDCtx();
  if (zstd_ == nullptr || ZSTD_isError(ZSTD_DCtx_reset(zstd_, ZSTD_reset_session_only)) != 0) {
    return false;
  }
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  ZSTD_outBuffer into{out.data(), out.size(), 0};
  while (into.pos < into.size) {
    const std::size_t before = in.pos + into.pos;
    const std::size_t left = ZSTD_decompressStream(zstd_, &into, &in);
    if (ZSTD_isError(left) != 0) return false;
    if (left == 0) break;
    if (in.pos + into.pos == before) return false;  // Cut short.
  }
  out.resize(into.pos);
  return true;
}

bool JournalUnpacker::unpack(std::uint8_t flags, std::string_view packed, std::size_t most,
                             std::string& out) {
  // PERF: most texts are short, and room is filled with zeros.
  const std::size_t likely = std::min(most, 8 * packed.size() + 256);
  const unsigned packing = flags & 7U;  // Other bits mean nothing yet.
  for (const std::size_t room : {likely, most}) {
    out.resize(room);
    bool whole = false;
    if (packing == kPackedXz) whole = unpack_xz(packed, out);
    if (packing == kPackedLz4) whole = unpack_lz4(packed, out);
    if (packing == kPackedZstd) whole = unpack_zstd(packed, out);
    if (!whole) return false;
    if (out.size() < room) break;
  }
  return true;
}

}  // namespace smtptally
