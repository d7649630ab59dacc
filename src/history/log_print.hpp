#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inputs/input.hpp"
#include "io/random_file.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// How a log that was read is known again, whatever its file is called, packed or copied: by its
/// decompressed bytes alone. Never by inode or times.
struct LogPrint {
  /// A place in front of which all bytes were read, and a hash of all of them: each hash is the
  /// seed of the next one.
  struct Point {
    std::uint64_t end = 0;
    std::uint64_t hash = 0;
    bool operator==(const Point&) const = default;
  };
  /// Bytes of the blocks at the front and in front of the offset; a shorter log has shorter ones.
  static constexpr std::size_t kBlock = 4096;
  /// Up to here every line has a point, behind it the first line behind each such stretch.
  static constexpr std::size_t kStretch = std::size_t{64} * 1024;

  std::uint64_t front = 0;      ///< Hash of the first line behind a header; see front_of().
  std::uint64_t head_size = 0;  ///< A short head is a growing prefix.
  std::uint64_t head = 0;       ///< Hash of the first block.
  std::uint64_t offset = 0;     ///< Everything in front of it was read; a line begins there.
  std::uint64_t tail = 0;       ///< Hash of the block in front of the offset.
  std::vector<Point> points;    ///< In order; the last one is at the offset.

  bool operator==(const LogPrint&) const = default;
};

[[nodiscard]] std::uint64_t hash_of_bytes(std::string_view bytes, std::uint64_t seed = 0) noexcept;

/// Bytes at the beginning that logs of one kind share: comments of Exchange, the names of columns.
[[nodiscard]] std::size_t header_size(const Input& input);
/// Which logs may be this one; 0 where there is no whole line yet.
[[nodiscard]] std::uint64_t front_of(const Input& input);

/// Follows the bytes that are read of one log.
class PrintMaker {
 public:
  /// Goes on from a print: `head` and `tail` are the bytes of its blocks.
  PrintMaker(LogPrint print, std::string head, std::string tail);
  explicit PrintMaker(std::uint64_t front);
  PrintMaker(const PrintMaker&) = delete;
  PrintMaker& operator=(const PrintMaker&) = delete;
  PrintMaker(PrintMaker&&) noexcept;
  PrintMaker& operator=(PrintMaker&&) noexcept;
  ~PrintMaker();

  /// Whole lines that follow those before.
  void add(std::string_view lines);
  /// The print of all lines so far; makes a point of their end.
  [[nodiscard]] LogPrint print();

 private:
  struct Hashing;
  void end_segment();

  LogPrint print_;
  std::string head_;
  std::string tail_;
  std::unique_ptr<Hashing> hashing_;
};

/// How a file stands to a log that was read.
struct Kinship {
  enum class Kind : std::uint8_t {
    other,     ///< None of it was read.
    same,      ///< It is the log; `from` is its offset.
    older,     ///< All of it was read: an older copy of the log.
    cut,       ///< It is as the log up to `from`, where it was cut, and goes on otherwise.
    doubtful,  ///< It begins as the log and goes on otherwise, nobody knows from where on.
  };
  Kind kind = Kind::other;
  std::uint64_t from = 0;
};
/// The decompressed bytes of one file. A file of text is opened once, so that what is compared and
/// what is read are of one file, whatever becomes of its name.
class LogBytes {
 public:
  /// Borrows `input`. Nothing where its name is another file's by now.
  [[nodiscard]] static Result<std::optional<LogBytes>> open(Input& input);

  /// Whether it has no more bytes than these; false where only reading would tell.
  [[nodiscard]] bool ends_at(std::uint64_t offset) const noexcept {
    return file_ && file_->size() <= offset;
  }
  /// The bytes from `offset` on.
  [[nodiscard]] Result<std::unique_ptr<ByteSource>> from(std::uint64_t offset) const;
  /// `size` bytes in front of byte `end`, or fewer at the end of the file.
  [[nodiscard]] Result<std::string> before(std::uint64_t end, std::size_t size) const;
  /// Reads no more of the file than is needed.
  [[nodiscard]] Result<Kinship> kinship(const LogPrint& print) const;

 private:
  LogBytes(Input& input, std::shared_ptr<const RandomFile> file)
      : input_(&input), file_(std::move(file)) {}
  [[nodiscard]] Result<Kinship> follow(const LogPrint& print) const;

  Input* input_;
  std::shared_ptr<const RandomFile> file_;  ///< Null for what is packed or UTF-16.
};

}  // namespace smtptally
