#include <zstd.h>

#include "io/packed_source.hpp"

namespace smtptally {
namespace {

class ZstdDecoder {
 public:
  static constexpr std::string_view kName = "zstd";

  ZstdDecoder() : stream_(ZSTD_createDStream()) {
    // zstd -d's own limit is 128 MiB; --long=31 writes windows up to 2 GiB.
    if (stream_ != nullptr) (void)ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, 31);
  }
  ZstdDecoder(const ZstdDecoder&) = delete;
  ZstdDecoder& operator=(const ZstdDecoder&) = delete;
  ~ZstdDecoder() { (void)ZSTD_freeDStream(stream_); }

  /// A frame, or a skippable one, which the decoder passes over.
  [[nodiscard]] bool start_member(std::span<const char> packed) const {
    return stream_ != nullptr && (packed[0] == '\x28' || (packed[0] & 0xF0) == 0x50);
  }

  [[nodiscard]] UnpackStep step(std::span<const char> packed, std::span<char> into) {
    using State = UnpackStep::State;
    if (stream_ == nullptr) return {State::damaged, 0, 0};
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
    UnpackStep done{State::more, in.pos, out.pos};
    if (ZSTD_isError(result) != 0) done.state = State::damaged;
    if (result == 0) done.state = State::end_of_member;
    return done;
  }

 private:
  ZSTD_DStream* stream_;
};

}  // namespace

std::unique_ptr<ByteSource> make_zstd_source(std::unique_ptr<RawFile> file) {
  return std::make_unique<PackedSource<ZstdDecoder>>(std::move(file));
}

}  // namespace smtptally
