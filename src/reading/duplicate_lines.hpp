#pragma once

#include <cstdint>

#include <tsl/robin_map.h>

#include "smtptally/time.hpp"

namespace smtptally {

/// Distinguishes a copy of a line in another log from a line that one log repeats: each line counts
/// as often as it occurs in the log with the most occurrences. Remembers lines for one to two
/// minutes, and late lines (as in the hour in which clocks are set back) for one to two hours.
class DuplicateLines {
 public:
  /// Moves the time of the logs to this second. An earlier second than before starts again with no
  /// lines. Requires a call before the first line.
  void advance(std::int64_t second);
  /// Adds a line of log `log` and returns whether it was already counted as often as the log has it
  /// that has it most, as far as lines were added. A late line is of an earlier second than that of
  /// advance(), perhaps by much.
  [[nodiscard]] bool is_copy(std::uint64_t line, bool is_late, std::uint32_t log);
  /// Adds a line that is known to be a copy, because its original is known.
  void add_copy(std::uint64_t line, bool is_late, std::uint32_t log);

 private:
  using Counts = tsl::robin_map<std::uint64_t, std::uint32_t>;

  /// Counted lines by hash, and lines seen by hash and log and in the log that has most of them.
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

/// How many seconds DuplicateLines remembers a line, and a late line.
inline constexpr std::int64_t kCopySeconds = 60;
inline constexpr std::int64_t kLateCopySeconds = 3600;

}  // namespace smtptally
