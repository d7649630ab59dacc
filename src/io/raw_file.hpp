#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "smtptally/byte_source.hpp"

namespace smtptally {

/// The packed bytes of an input: a descriptor with a buffer for decompressors. Owns the descriptor.
class RawFile {
 public:
  /// `name` is the name in messages; it is escaped here. `meter`, if not null, counts the bytes
  /// read and must outlive the object.
  RawFile(int descriptor, const std::string& name, Meter* meter = nullptr);
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;
  ~RawFile();

  /// One read(2), repeated after an interrupt by a signal. First returns the bytes of peek().
  [[nodiscard]] Result<std::size_t> read(std::span<char> into);
  /// The first bytes, without consuming them; less than requested only at the end of the file.
  /// Requires that nothing was read yet.
  [[nodiscard]] Result<std::string_view> peek(std::size_t count);

  /// The packed bytes not yet consumed, refilled from the file if there are none; empty at the end.
  [[nodiscard]] Result<std::span<const char>> packed();
  /// Consumes the first `count` bytes of packed().
  void use(std::size_t count);
  /// The number of packed bytes consumed: the offset for messages.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// "NAME: gzip data is WHAT at byte N of the file; what came before was read; ADVICE".
  [[nodiscard]] Error damage(std::string_view format, const Said& what) const;
  /// The Error that decompressing needs more memory than is available.
  [[nodiscard]] Error needs_memory(std::string_view format, std::uint64_t bytes) const;

 private:
  [[nodiscard]] Result<std::size_t> read_descriptor(std::span<char> into) const;

  int descriptor_;
  std::string name_;
  Meter* meter_;
  std::string peeked_;
  std::size_t peeked_used_ = 0;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
};

[[nodiscard]] std::unique_ptr<ByteSource> make_gzip_source(std::unique_ptr<RawFile> file);
[[nodiscard]] std::unique_ptr<ByteSource> make_xz_source(std::unique_ptr<RawFile> file);
[[nodiscard]] std::unique_ptr<ByteSource> make_zstd_source(std::unique_ptr<RawFile> file);
[[nodiscard]] std::unique_ptr<ByteSource> make_bzip2_source(std::unique_ptr<RawFile> file);

}  // namespace smtptally
