#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "smtptally/error.hpp"

namespace smtptally {

/// How the bytes of an input are packed, by magic number, never by name.
enum class Encoding : std::uint8_t { plain, gzip, xz, zstd, bzip2, lz4 };
[[nodiscard]] std::string_view name_of(Encoding encoding) noexcept;

/// A stream of bytes, decompressed where it was compressed, in UTF-8 where it was UTF-16.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Fills the front of `into` and says how many bytes; 0 is the end. Interrupted reads are
  /// repeated. Bytes that precede damage are delivered first: the Error (file, offset in the
  /// packed file, what, what to do) comes with the next call and is the end.
  [[nodiscard]] virtual Result<std::size_t> read(std::span<char> into) = 0;
};

struct Meter;

/// Opens a file, or standard input for "-". The magic number decides the decompressor; concatenated
/// gzip members, xz streams, zstd and lz4 frames and bzip2 streams are one stream.
/// `meter`, which must outlive the source, counts the packed bytes.
struct OpenedSource {
  std::unique_ptr<ByteSource> bytes;
  Encoding encoding = Encoding::plain;
};
[[nodiscard]] Result<OpenedSource> open_source(const std::string& path, Meter* meter = nullptr);

}  // namespace smtptally
