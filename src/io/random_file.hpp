#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "smtptally/byte_source.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// A regular file of which any part can be read, as it is: nothing is decompressed or decoded.
class RandomFile {
 public:
  [[nodiscard]] static Result<RandomFile> open(const std::string& path);
  RandomFile(RandomFile&& other) noexcept;
  RandomFile& operator=(RandomFile&& other) = delete;
  ~RandomFile();

  /// Bytes of the file when it was opened.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// Fills `into` from byte `offset` on and says how many bytes; fewer only at the end.
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const;

 private:
  RandomFile(int descriptor, std::uint64_t size, const std::string& path);

  int descriptor_;
  std::uint64_t size_;
  std::string name_;
};

/// The bytes of a file from `begin` on, to its end or to `end`, whichever comes first.
[[nodiscard]] std::unique_ptr<ByteSource> make_part_source(std::shared_ptr<const RandomFile> file,
                                                           std::uint64_t begin,
                                                           std::uint64_t end = UINT64_MAX);

}  // namespace smtptally
