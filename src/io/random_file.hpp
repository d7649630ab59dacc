#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include <sys/types.h>

#include "smtptally/byte_source.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// A regular file with random access to its raw bytes: nothing is decompressed or decoded. Thread
/// safe.
class RandomFile {
 public:
  /// Shared, because sources of its parts keep it open.
  [[nodiscard]] static Result<std::shared_ptr<const RandomFile>> open(const std::string& path);
  /// Takes over a descriptor.
  RandomFile(int descriptor, std::uint64_t size, const std::string& path);
  RandomFile(const RandomFile&) = delete;
  RandomFile& operator=(const RandomFile&) = delete;
  ~RandomFile();

  /// The size of the file when it was opened.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// Device and inode: who it is, whatever its name is by now.
  [[nodiscard]] std::pair<dev_t, ino_t> id() const noexcept;
  /// Whether it has no name any more.
  [[nodiscard]] bool is_deleted() const noexcept;
  /// Fills `into` from byte `offset` on and returns the number of bytes; less than requested only
  /// at the end.
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const;

 private:
  int descriptor_;
  std::uint64_t size_;
  std::string name_;
};

/// The bytes of a file from `begin` to `end` or to its end, whichever comes first.
[[nodiscard]] std::unique_ptr<ByteSource> make_part_source(std::shared_ptr<const RandomFile> file,
                                                           std::uint64_t begin,
                                                           std::uint64_t end = UINT64_MAX);

}  // namespace smtptally
