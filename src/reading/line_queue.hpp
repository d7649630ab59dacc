#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "parse/log_line.hpp"

namespace smtptally {

/// A queue of log lines that were read and not yet counted. Owns their texts.
class LineQueue {
 public:
  /// `time` is its place in the order of several logs.
  void add(const LogLine& line, Micros time);
  [[nodiscard]] std::size_t size() const noexcept { return lines_.size() - first_; }
  [[nodiscard]] Micros time(std::size_t index) const { return lines_[first_ + index].time; }
  /// Size of the texts of the lines before this one.
  [[nodiscard]] std::size_t bytes_before(std::size_t index) const {
    return lines_[first_ + index].at - lines_[first_].at;
  }
  /// The views are valid until lines are added.
  [[nodiscard]] LogLine operator[](std::size_t index) const;
  void drop(std::size_t count) noexcept { first_ += count; }
  /// Frees the memory of dropped lines. Requires a call before lines are added.
  void make_room();

 private:
  struct Line {
    Micros time = 0;
    LogLine line;        ///< Without its texts.
    std::size_t at = 0;  ///< Position of its texts: host, tag and text.
    std::uint32_t host = 0;
    std::uint32_t tag = 0;
    std::uint32_t text = 0;
  };

  std::vector<Line> lines_;
  std::size_t first_ = 0;  ///< The first line that was not dropped.
  std::string texts_;      ///< With kTextPadding bytes behind them.
};

}  // namespace smtptally
