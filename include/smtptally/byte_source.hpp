#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "smtptally/error.hpp"

namespace smtptally {

/// The packing of an input. The magic number decides, never the file name.
enum class Encoding : std::uint8_t { plain, gzip, xz, zstd, bzip2, lz4 };
[[nodiscard]] std::string_view name_of(Encoding encoding) noexcept;

/// The first bytes of a journal file of systemd, which is no stream: parts of it are read again.
inline constexpr std::string_view kJournalMagic = "LPKSHHRH";

/// A stream of bytes: compressed input is decompressed, UTF-16 is converted to UTF-8.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Fills the front of `into` and returns the number of bytes; 0 is the end. Repeats interrupted
  /// reads. Delivers the bytes before a damaged place first: the next call returns the Error (file,
  /// offset in the packed file, cause, advice), and the stream ends there.
  [[nodiscard]] virtual Result<std::size_t> read(std::span<char> into) = 0;
  /// Nobody will look at the next `bytes`: any may be delivered in their place.
  virtual void pass_over(std::uint64_t bytes) { (void)bytes; }
};

struct Meter;

/// Opens a file, or standard input for "-". The magic number chooses the decompressor. Concatenated
/// gzip members, xz streams, zstd and lz4 frames and bzip2 streams are read as one stream. `meter`
/// counts the packed bytes and must outlive the source.
struct OpenedSource {
  std::unique_ptr<ByteSource> bytes;
  Encoding encoding = Encoding::plain;
};
[[nodiscard]] Result<OpenedSource> open_source(const std::string& path, Meter* meter = nullptr);

}  // namespace smtptally
