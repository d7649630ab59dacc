#include "io/gzip_text.hpp"

#include <algorithm>
#include <array>
#include <new>

#include <zlib.h>

namespace smtptally {

std::string gzipped(std::string_view text) {
  constexpr int kGzip = 15 + 16;
  constexpr int kMemory = 8;
  constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, kMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string packed;
  std::array<unsigned char, std::size_t{64} * 1024> buffer{};
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      const std::string_view next = text.substr(0, kMostAtOnce);
      text.remove_prefix(next.size());
      // zlib's interface predates const.
      stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(next.data()));
      stream.avail_in = static_cast<unsigned>(next.size());
    }
    stream.next_out = buffer.data();
    stream.avail_out = static_cast<unsigned>(buffer.size());
    state = deflate(&stream, text.empty() ? Z_FINISH : Z_NO_FLUSH);
    const std::size_t made = buffer.size() - stream.avail_out;
    packed.append(reinterpret_cast<const char*>(buffer.data()), made);
  }
  (void)deflateEnd(&stream);
  return packed;
}

}  // namespace smtptally
