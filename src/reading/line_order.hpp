#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace smtptally {

/// Puts the lines that several logs have of one time in one order, in which those of each log keep
/// theirs. A line that two logs hold comes at the same place for both, and what is between two such
/// lines stays there, by its seconds, and within one that of the log that was added first in front.
/// So what was left out in a copy of a log comes where it was: the log with the most lines goes
/// first.
class LineOrder {
 public:
  struct Line {
    std::uint64_t hash = 0;
    std::int64_t second = 0;  ///< Rises in each log.
    /// Its place in another log means something: it does not stand behind lines of a later time,
    /// and there is not one already that is the same line of another log.
    bool has_place = true;
    std::uint32_t log = 0;
    std::uint32_t index = 0;  ///< In the log.
  };

  /// The lines of one more log. False, with none of them added, if it has nothing in common with
  /// those before: where both have lines, few of them are the same, and mean no more than that
  /// something happened twice in a second.
  [[nodiscard]] bool add(std::span<const Line> lines);
  /// Those of all logs. They live until add().
  [[nodiscard]] const std::vector<Line>& lines() const noexcept { return lines_; }

 private:
  class Pairs;
  [[nodiscard]] std::size_t same_in_front(std::span<const Line> lines) const;
  [[nodiscard]] bool has_much_in_common(std::span<const Line> lines) const;

  std::vector<Line> lines_;
  std::vector<Line> merged_;  ///< Scratch of add(), like the places.
  std::vector<std::pair<std::uint64_t, std::size_t>> places_;
  std::vector<std::pair<std::uint64_t, std::size_t>> added_places_;
};

}  // namespace smtptally
