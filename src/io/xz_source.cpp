// Decompresses xz.

#include <lzma.h>

#include "io/packed_source.hpp"

namespace smtptally {
namespace {

class XzDecoder {
 public:
  static constexpr std::string_view kName = "xz";

  XzDecoder() { start(); }
  XzDecoder(const XzDecoder&) = delete;
  XzDecoder& operator=(const XzDecoder&) = delete;
  ~XzDecoder() { lzma_end(&stream_); }

  [[nodiscard]] bool start_member(std::span<const char> packed) {
    return packed[0] == '\xFD' && start();
  }

  [[nodiscard]] UnpackStep step(std::span<const char> packed, std::span<char> into) {
    using State = UnpackStep::State;
    if (!ready_) return {State::out_of_memory, 0, 0};
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    stream_.avail_in = packed.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(into.data());
    stream_.avail_out = into.size();
    const lzma_ret result = lzma_code(&stream_, LZMA_RUN);
    UnpackStep done{State::more, packed.size() - stream_.avail_in, into.size() - stream_.avail_out};
    if (result == LZMA_STREAM_END) done.state = State::end_of_member;
    if (result != LZMA_STREAM_END && result != LZMA_OK && result != LZMA_BUF_ERROR) {
      done.state = result == LZMA_MEM_ERROR ? State::out_of_memory : State::damaged;
    }
    return done;
  }
  [[nodiscard]] std::uint64_t needed_bytes() const { return lzma_memusage(&stream_); }

 private:
  bool start() {
    ready_ = lzma_stream_decoder(&stream_, UINT64_MAX, 0) == LZMA_OK;
    return ready_;
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> make_xz_source(std::unique_ptr<RawFile> file) {
  return std::make_unique<PackedSource<XzDecoder>>(std::move(file));
}

}  // namespace smtptally
