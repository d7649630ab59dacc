#pragma once

#include <cstdint>

#include <tsl/robin_map.h>

#include "smtptally/time.hpp"

namespace smtptally {

/// Tells a line that another log holds, too, from one that stands in a log twice: each line counts
/// as often as it stands in the log that holds it most often. Knows the lines of a minute at least,
/// and of two at most; those that came late, as in the hour in which clocks are set back, for an
/// hour at least, and two at most.
class DuplicateLines {
 public:
  /// The logs have come to this second. If that is earlier than before, they begin anew. Requires
  /// it before the first line.
  void advance(std::int64_t second);
  /// Whether a line with this hash, which comes from the log of this number now, was counted for
  /// another one. A late line is of an earlier second than that of advance(), perhaps much.
  [[nodiscard]] bool is_copy(std::uint64_t line, bool is_late, std::uint32_t log);
  /// It comes, and is one: which line it is the copy of is known.
  void add_copy(std::uint64_t line, bool is_late, std::uint32_t log);

 private:
  using Counts = tsl::robin_map<std::uint64_t, std::uint32_t>;

  /// By line, what counted; and by line and log, what came.
  struct Generations {
    Counts now;
    Counts before;
    std::int64_t began = INT64_MIN;

    void advance(std::int64_t second, std::int64_t length);
    [[nodiscard]] std::uint32_t count(std::uint64_t key) const;
  };

  [[nodiscard]] Counts& counts(bool is_late) { return is_late ? late_.now : in_time_.now; }
  [[nodiscard]] std::uint32_t count(std::uint64_t key) const {
    return in_time_.count(key) + late_.count(key);
  }

  Generations in_time_;
  Generations late_;
};

/// How many seconds a DuplicateLines remembers a line for, and one that came late.
inline constexpr std::int64_t kCopySeconds = 60;
inline constexpr std::int64_t kLateCopySeconds = 3600;

}  // namespace smtptally
