// Decompresses zstd frames.

#include <cstdint>

#include <zstd.h>
#include <zstd_errors.h>

#include "io/packed_source.hpp"

namespace smtptally {
namespace {

class ZstdDecoder {
 public:
  static constexpr std::string_view kName = "zstd";

  ZstdDecoder() : stream_(ZSTD_createDStream()) {
    // zstd -d itself accepts 128 MiB; --long=31 writes windows up to 2 GiB.
    if (stream_ != nullptr) (void)ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, 31);
  }
  ZstdDecoder(const ZstdDecoder&) = delete;
  ZstdDecoder& operator=(const ZstdDecoder&) = delete;
  ~ZstdDecoder() { (void)ZSTD_freeDStream(stream_); }

  /// Whether a frame begins here, or a skippable one, which the decoder skips.
  [[nodiscard]] bool start_member(std::span<const char> packed) const {
    return stream_ != nullptr && (packed[0] == '\x28' || (packed[0] & 0xF0) == 0x50);
  }

  [[nodiscard]] UnpackStep step(std::span<const char> packed, std::span<char> into) {
    using State = UnpackStep::State;
    if (stream_ == nullptr) return {State::out_of_memory, 0, 0};
    if (at_frame_) note_window(packed);
    at_frame_ = false;
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
    UnpackStep done{State::more, in.pos, out.pos};
    if (ZSTD_isError(result) != 0) {
      const bool memory = ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation;
      done.state = memory ? State::out_of_memory : State::damaged;
    }
    if (result == 0) {
      done.state = State::end_of_member;
      at_frame_ = true;
    }
    return done;
  }
  [[nodiscard]] std::uint64_t needed_bytes() const { return window_ + kBesideWindow; }

 private:
  static constexpr std::uint64_t kBesideWindow = std::uint64_t{1} << 20U;

  /// Notes the window size of the frame that begins here (RFC 8878, 3.1.1.1); 0 if it is unknown.
  void note_window(std::span<const char> packed) {
    window_ = 0;
    constexpr std::size_t kDescriptor = 4;
    if (packed.size() < kDescriptor + 2 || packed[0] != '\x28') return;
    const auto descriptor = static_cast<unsigned char>(packed[kDescriptor]);
    const bool has_window = (descriptor & 0x20U) == 0;
    const auto code = static_cast<unsigned char>(packed[kDescriptor + 1]);
    if (!has_window) return;
    const std::uint64_t base = std::uint64_t{1} << (10U + (code >> 3U));
    window_ = base + base / 8 * (code & 7U);
  }

  ZSTD_DStream* stream_;
  bool at_frame_ = true;
  std::uint64_t window_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> make_zstd_source(std::unique_ptr<RawFile> file) {
  return std::make_unique<PackedSource<ZstdDecoder>>(std::move(file));
}

}  // namespace smtptally
