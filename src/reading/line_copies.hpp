#pragma once

#include <cstdint>

#include <tsl/robin_map.h>

#include "parse/envelope.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// A hash of all that a line says, its second included: of the stamp no more, because two logs may
/// write it in two shapes.
[[nodiscard]] std::uint64_t hash_of_line(const LogLine& line) noexcept;

/// Tells a line that another log holds, too, from one that stands in a log twice: each line counts
/// as often as it stands in the log that holds it most often. Knows the lines of a minute at least,
/// and of two at most.
class LineCopies {
 public:
  /// The logs have come to this time, which never goes back. Requires it before the first line.
  void advance(Micros now);
  /// Whether a line with this hash, which comes from the log of this number now, was counted for
  /// another one.
  [[nodiscard]] bool is_copy(std::uint64_t line, std::uint32_t log);

 private:
  using Counts = tsl::robin_map<std::uint64_t, std::uint32_t>;

  [[nodiscard]] std::uint32_t count(std::uint64_t key) const;

  Counts counts_;   ///< By line, what counted; and by line and log, what came.
  Counts earlier_;  ///< The same of the minute before.
  Micros began_ = kBeginningOfTime;
};

/// How long a LineCopies remembers a line.
inline constexpr Micros kCopyWindow = 60 * kMicrosPerSecond;

}  // namespace smtptally
