// Decompresses gzip with ISA-L.

#include <algorithm>
#include <climits>
#include <cstring>

#include <fmt/format.h>
#include <isa-l.h>

#include "io/gzip_libraries.hpp"
#include "io/packed_source.hpp"

namespace smtptally {
namespace {

/// Header flags that RFC 1952 reserves; ISA-L ignores them.
constexpr std::uint32_t kReservedFlags = 0xE0;

class IsalDecoder {
 public:
  static constexpr std::string_view kName = "gzip";

  IsalDecoder() { start(); }

  [[nodiscard]] bool start_member(std::span<const char> packed) {
    start();
    return packed[0] == '\x1f';
  }

  [[nodiscard]] UnpackStep step(std::span<const char> packed, std::span<char> into) {
    using State = UnpackStep::State;
    if (phase_ == Phase::damaged) return rest(into);
    const auto in = static_cast<std::uint32_t>(std::min<std::size_t>(packed.size(), INT_MAX));
    const auto out = static_cast<std::uint32_t>(std::min<std::size_t>(into.size(), INT_MAX));
    // ISA-L's interface has no const.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(packed.data()));
    state_.avail_in = in;
    state_.next_out = reinterpret_cast<std::uint8_t*>(into.data());
    state_.avail_out = out;
    if (phase_ == Phase::header) read_header();
    if (phase_ == Phase::data && isal_inflate(&state_) < 0) phase_ = Phase::damaged;
    UnpackStep done{State::more, in - state_.avail_in, out - state_.avail_out};
    if (phase_ == Phase::damaged) {
      const UnpackStep last = rest(into.subspan(done.made));
      done.state = last.state;
      done.made += last.made;
    } else if (state_.block_state == ISAL_BLOCK_FINISH) {
      done.state = State::end_of_member;
    }
    return done;
  }

 private:
  enum class Phase : std::uint8_t { header, data, damaged };

  void start() {
    isal_inflate_init(&state_);
    // Lets ISA-L check the trailer only. The header is read by its own function, because
    // isal_inflate() loses the beginning of a header that spans several buffers.
    state_.crc_flag = ISAL_GZIP_NO_HDR_VER;
    isal_gzip_header_init(&header_);
    phase_ = Phase::header;
  }

  void read_header() {
    const int result = isal_read_gzip_header(&state_, &header_);
    if (result == ISAL_END_INPUT) return;
    const bool good = result == ISAL_DECOMP_OK && (header_.flags & kReservedFlags) == 0;
    phase_ = good ? Phase::data : Phase::damaged;
  }

  /// The bytes that were decoded before the damage and did not fit: ISA-L does not return them
  /// later.
  [[nodiscard]] UnpackStep rest(std::span<char> into) {
    using State = UnpackStep::State;
    const auto held = static_cast<std::size_t>(state_.tmp_out_valid - state_.tmp_out_processed);
    const std::size_t made = std::min(into.size(), held);
    if (made > 0) std::memcpy(into.data(), state_.tmp_out_buffer + state_.tmp_out_processed, made);
    state_.tmp_out_processed += static_cast<std::int32_t>(made);
    return {made == held ? State::damaged : State::more, 0, made};
  }

  inflate_state state_{};
  isal_gzip_header header_{};
  Phase phase_ = Phase::header;
};

}  // namespace

GzipLibrary isal_for_gzip() {
  return {fmt::format("ISA-L {}.{}.{}", ISAL_MAJOR_VERSION, ISAL_MINOR_VERSION, ISAL_PATCH_VERSION),
          [](std::unique_ptr<RawFile> file) -> std::unique_ptr<ByteSource> {
            return std::make_unique<PackedSource<IsalDecoder>>(std::move(file));
          }};
}

}  // namespace smtptally
