// Decompresses bzip2.

#include <algorithm>
#include <climits>

#include <bzlib.h>

#include "io/packed_source.hpp"

namespace smtptally {
namespace {

class Bzip2Decoder {
 public:
  static constexpr std::string_view kName = "bzip2";

  Bzip2Decoder() { ready_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK; }
  Bzip2Decoder(const Bzip2Decoder&) = delete;
  Bzip2Decoder& operator=(const Bzip2Decoder&) = delete;
  ~Bzip2Decoder() { (void)BZ2_bzDecompressEnd(&stream_); }

  [[nodiscard]] bool start_member(std::span<const char> packed) {
    if (packed[0] != 'B') return false;
    (void)BZ2_bzDecompressEnd(&stream_);
    stream_ = {};
    ready_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    return ready_;
  }

  [[nodiscard]] UnpackStep step(std::span<const char> packed, std::span<char> into) {
    using State = UnpackStep::State;
    if (!ready_) return {State::out_of_memory, 0, 0};
    const auto in = static_cast<unsigned>(std::min<std::size_t>(packed.size(), UINT_MAX));
    const auto out = static_cast<unsigned>(std::min<std::size_t>(into.size(), UINT_MAX));
    // bzlib's interface predates const.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    stream_.next_in = const_cast<char*>(packed.data());
    stream_.avail_in = in;
    stream_.next_out = into.data();
    stream_.avail_out = out;
    const int result = BZ2_bzDecompress(&stream_);
    UnpackStep done{State::more, in - stream_.avail_in, out - stream_.avail_out};
    if (result == BZ_STREAM_END) done.state = State::end_of_member;
    if (result != BZ_STREAM_END && result != BZ_OK) {
      done.state = result == BZ_MEM_ERROR ? State::out_of_memory : State::damaged;
    }
    return done;
  }

 private:
  bz_stream stream_{};
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> make_bzip2_source(std::unique_ptr<RawFile> file) {
  return std::make_unique<PackedSource<Bzip2Decoder>>(std::move(file));
}

}  // namespace smtptally
