// Decompresses gzip with zlib.

#include <algorithm>
#include <climits>

#include <fmt/format.h>
#include <zlib.h>

#include "io/gzip_libraries.hpp"
#include "io/packed_source.hpp"

namespace smtptally {
namespace {

class ZlibDecoder {
 public:
  static constexpr std::string_view kName = "gzip";

  ZlibDecoder() { ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  ZlibDecoder(const ZlibDecoder&) = delete;
  ZlibDecoder& operator=(const ZlibDecoder&) = delete;
  ~ZlibDecoder() { (void)inflateEnd(&stream_); }

  [[nodiscard]] bool start_member(std::span<const char> packed) {
    return packed[0] == '\x1f' && inflateReset(&stream_) == Z_OK;
  }

  [[nodiscard]] UnpackStep step(std::span<const char> packed, std::span<char> into) {
    using State = UnpackStep::State;
    if (!ready_) return {State::damaged, 0, 0};
    const auto in = static_cast<uInt>(std::min<std::size_t>(packed.size(), UINT_MAX));
    const auto out = static_cast<uInt>(std::min<std::size_t>(into.size(), UINT_MAX));
    // zlib's interface predates const.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = in;
    stream_.next_out = reinterpret_cast<Bytef*>(into.data());
    stream_.avail_out = out;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    UnpackStep done{State::more, in - stream_.avail_in, out - stream_.avail_out};
    if (result == Z_STREAM_END) done.state = State::end_of_member;
    if (result != Z_STREAM_END && result != Z_OK && result != Z_BUF_ERROR) {
      done.state = State::damaged;
    }
    return done;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

GzipLibrary zlib_for_gzip() {
  return {fmt::format("zlib {}", zlibVersion()),
          [](std::unique_ptr<RawFile> file) -> std::unique_ptr<ByteSource> {
            return std::make_unique<PackedSource<ZlibDecoder>>(std::move(file));
          }};
}

}  // namespace smtptally
