#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "parse/log_line.hpp"

namespace smtptally {

/// Lines of a log that were read and not yet taken, in their order, with what they say.
class LineQueue {
 public:
  /// Its place in the order of several logs is at that time.
  void add(const LogLine& line, Micros time);
  [[nodiscard]] std::size_t size() const noexcept { return lines_.size() - first_; }
  [[nodiscard]] Micros time(std::size_t index) const { return lines_[first_ + index].time; }
  /// Of the texts of the lines in front of this one.
  [[nodiscard]] std::size_t bytes_before(std::size_t index) const {
    return lines_[first_ + index].at - lines_[first_].at;
  }
  /// Its views live until lines are added.
  [[nodiscard]] LogLine operator[](std::size_t index) const;
  void drop(std::size_t count) noexcept { first_ += count; }
  /// Gives back the room of what was dropped. Requires it in front of lines that are added.
  void make_room();

 private:
  struct Line {
    Micros time = 0;
    LogLine line;        ///< Without its texts.
    std::size_t at = 0;  ///< Of the texts: host, tag and text.
    std::uint32_t host = 0;
    std::uint32_t tag = 0;
    std::uint32_t text = 0;
  };

  std::vector<Line> lines_;
  std::size_t first_ = 0;  ///< That was not dropped.
  std::string texts_;      ///< And kTextPadding bytes.
};

}  // namespace smtptally
