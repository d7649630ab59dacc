// Recognises the packing of an input and opens the matching source.

#include "smtptally/byte_source.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "io/lz4_source.hpp"
#include "io/raw_file.hpp"
#include "io/text_source.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr int kPipeBytes = 1 << 20;  // The largest size that Linux allows every user.

class PlainSource final : public ByteSource {
 public:
  explicit PlainSource(std::unique_ptr<RawFile> file) : file_(std::move(file)) {}
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    return file_->read(into);
  }

 private:
  std::unique_ptr<RawFile> file_;
};

struct EncodingEntry {
  Encoding encoding;
  std::string_view name;
  std::string_view magic;
};
/// The magic numbers: RFC 1952; the .xz file format 2.1.1.1; RFC 8878, 3.1.1; bzip2's "BZh1" …
/// "BZh9"; the LZ4 frame format 1.6.2.
constexpr std::array<EncodingEntry, 6> kEncodings{{
    {Encoding::plain, "plain", ""},
    {Encoding::gzip, "gzip", "\x1f\x8b\x08"},
    {Encoding::xz, "xz", {"\xFD\x37\x7A\x58\x5A\x00", 6}},
    {Encoding::zstd, "zstd", "\x28\xB5\x2F\xFD"},
    {Encoding::bzip2, "bzip2", "BZh"},
    {Encoding::lz4, "lz4", "\x04\x22\x4D\x18"},
}};

/// Whether the head is a skippable frame of zstd or lz4 (RFC 8878, 3.1.2). pzstd begins its files
/// with one; no writer of lz4 is known to do so.
bool is_skippable_frame(std::string_view head) {
  return head.size() >= 4 && (head[0] & 0xF0) == 0x50 && head.substr(1, 3) == "\x2A\x4D\x18";
}

Encoding encoding_of(std::string_view head) {
  if (is_skippable_frame(head)) return Encoding::zstd;
  for (const EncodingEntry& entry : kEncodings) {
    if (entry.magic.empty() || !head.starts_with(entry.magic)) continue;
    if (entry.encoding == Encoding::bzip2 && (head.size() < 4 || head[3] < '1' || head[3] > '9')) {
      continue;
    }
    return entry.encoding;
  }
  return Encoding::plain;
}

}  // namespace

std::string_view name_of(Encoding encoding) noexcept {
  return kEncodings[static_cast<std::size_t>(encoding)].name;
}

Result<OpenedSource> open_source(const std::string& path, Meter* meter) {
  const bool standard_input = path == "-";
  const int descriptor = standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int error = errno;
    const std::string name = visible(path);
    const Said cause = error_text(error);
    if (error == EACCES) {
      return Error{said("{}: it could not be opened: {}; run as root or as a member of group adm",
                        name, cause)};
    }
    return Error{said("{}: it could not be opened: {}", name, cause)};
  }
  // PERF: a pipe holds 64 KiB by default. In a larger one the writer continues while lines are
  // counted, and is woken less often. Both calls are hints, so their errors are ignored.
  (void)fcntl(descriptor, F_SETPIPE_SZ, kPipeBytes);
  (void)posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  auto file =
      std::make_unique<RawFile>(descriptor, standard_input ? "standard input" : path, meter);
  const Result<std::string_view> head = file->peek(6);
  if (!head) return head.error();
  OpenedSource opened;
  opened.encoding = encoding_of(head.value());
  switch (opened.encoding) {
    case Encoding::plain:
      opened.bytes = std::make_unique<PlainSource>(std::move(file));
      break;
    case Encoding::gzip:
      opened.bytes = make_gzip_source(std::move(file));
      break;
    case Encoding::xz:
      opened.bytes = make_xz_source(std::move(file));
      break;
    case Encoding::zstd:
      opened.bytes = make_zstd_source(std::move(file));
      break;
    case Encoding::bzip2:
      opened.bytes = make_bzip2_source(std::move(file));
      break;
    case Encoding::lz4: {
      auto unpacked = make_lz4_source(std::move(file));
      if (!unpacked) return unpacked.error();
      opened.bytes = std::move(unpacked).value();
      break;
    }
  }
  opened.bytes = as_utf8(std::move(opened.bytes));
  return opened;
}

}  // namespace smtptally
