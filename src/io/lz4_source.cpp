// Decompresses lz4 frames.

#include "io/lz4_source.hpp"

#include <lz4frame.h>

#include "io/packed_source.hpp"

namespace smtptally {
namespace {

class Lz4Decoder {
 public:
  static constexpr std::string_view kName = "lz4";

  Lz4Decoder() {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION)) != 0) {
      context_ = nullptr;
    }
  }
  Lz4Decoder(const Lz4Decoder&) = delete;
  Lz4Decoder& operator=(const Lz4Decoder&) = delete;
  ~Lz4Decoder() { (void)LZ4F_freeDecompressionContext(context_); }

  /// Whether a frame begins here, or a skippable one, which the decoder skips.
  [[nodiscard]] bool start_member(std::span<const char> packed) const {
    return context_ != nullptr && (packed[0] == '\x04' || (packed[0] & 0xF0) == 0x50);
  }

  [[nodiscard]] UnpackStep step(std::span<const char> packed, std::span<char> into) {
    using State = UnpackStep::State;
    if (context_ == nullptr) return {State::out_of_memory, 0, 0};
    std::size_t used = packed.size();
    std::size_t made = into.size();
    const std::size_t result =
        LZ4F_decompress(context_, into.data(), &made, packed.data(), &used, nullptr);
    UnpackStep done{State::more, used, made};
    if (LZ4F_isError(result) != 0) return {State::damaged, 0, 0};
    if (result == 0) done.state = State::end_of_member;
    return done;
  }

 private:
  LZ4F_dctx* context_ = nullptr;
};

}  // namespace

bool reads_lz4() noexcept { return true; }

Result<std::unique_ptr<ByteSource>> make_lz4_source(std::unique_ptr<RawFile> file) {
  return std::unique_ptr<ByteSource>(std::make_unique<PackedSource<Lz4Decoder>>(std::move(file)));
}

}  // namespace smtptally
