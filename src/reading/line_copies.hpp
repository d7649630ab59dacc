#pragma once

#include <cstdint>

#include <tsl/robin_map.h>

#include "parse/envelope.hpp"

namespace smtptally {

/// A hash of all that a line says, its second included: of the stamp no more, because two logs may
/// write it in two shapes.
[[nodiscard]] std::uint64_t hash_of_line(const LogLine& line) noexcept;

/// Tells a line that another log holds, too, from one that stands in a log twice: each line counts
/// as often as it stands in the log that holds it most often. Knows the lines of a minute at least,
/// and of two at most.
class LineCopies {
 public:
  /// The logs have come to this second. If that is earlier than before, or much later, they begin
  /// anew. Requires it before the first line.
  void advance(std::int64_t second);
  /// Whether a line with this hash, which comes from the log of this number now, was counted for
  /// another one. `second` is its own, and may lie before that of advance().
  [[nodiscard]] bool is_copy(std::uint64_t line, std::int64_t second, std::uint32_t log);

 private:
  using Counts = tsl::robin_map<std::uint64_t, std::uint32_t>;

  [[nodiscard]] std::uint32_t earlier(std::uint64_t key, std::int64_t second) const;

  Counts counts_;   ///< By line, what counted; and by line and log, what came.
  Counts earlier_;  ///< The same of the minute before.
  std::int64_t began_ = INT64_MIN;
};

/// How many seconds a LineCopies remembers a line for.
inline constexpr std::int64_t kCopySeconds = 60;

}  // namespace smtptally
