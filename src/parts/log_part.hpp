#pragma once

#include <string>
#include <string_view>

#include "parts/part_options.hpp"
#include "reading/read_result.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// A part: what one run read, in a file, so that another machine goes on with it. It holds what was
/// counted and what is open at both ends, and of the inputs what a report says of them.
///
/// Equal contents are equal bytes, on every machine. They have a version and a checksum; damage, a
/// foreign file and a newer version are refused, and nothing is believed that the bytes say of
/// their own sizes.

/// All of a part but what was counted.
struct PartHead {
  PartOptions options;
  ReadResult read;  ///< Without its piece.
};

/// Requires a piece of an open world that was made for these options. Gives up first what is too
/// old, see write_open_state(); the piece goes on.
[[nodiscard]] std::string write_part(const PartOptions& options, ReadResult& read);

/// The frame around what a part holds: packed, with version, sizes and checksum.
[[nodiscard]] std::string framed_part(std::string_view head, std::string_view body);

/// The two halves of a part, unpacked on demand. Borrows the bytes.
class PartBytes {
 public:
  /// Tries the frame and its checksum.
  [[nodiscard]] static Result<PartBytes> open(std::string_view bytes);
  [[nodiscard]] Result<PartHead> head() const;
  /// Reads what is open into a new piece of an open world, and what was counted into `counts`, the
  /// sink of it or of another new piece; both are made for the options of the part. After an error
  /// throw both away. True if there is none.
  [[nodiscard]] Result<bool> body(Piece& into, Accumulator& counts) const;
  [[nodiscard]] Result<bool> body(Piece& into) const { return body(into, into.sink()); }
  /// Tells parts from one another.
  [[nodiscard]] std::string_view checksum() const noexcept { return checksum_; }

 private:
  PartBytes(std::string_view head, std::string_view body, std::string_view checksum)
      : head_(head), body_(body), checksum_(checksum) {}

  std::string_view head_;
  std::string_view body_;
  std::string_view checksum_;
};

}  // namespace smtptally
