#pragma once

#include <vector>

#include "reading/input_reader.hpp"

namespace smtptally {

/// One pass over the inputs by one plan, into the piece of a result.
///
/// With several jobs at a time, parts of the log are read by threads, each into a piece of its own,
/// and merged in their order: the outcome is the same (see Piece), whatever the parts.
class ReadingPass {
 public:
  /// Borrows what the reading does.
  explicit ReadingPass(const Reading& reading) : reading_(reading), reader_(reading) {}

  /// The inputs may hold the same lines. They are read by one thread, then, in the order of time:
  /// whether a line was counted before is known to nobody else.
  void expect_second_copies();

  /// Reads the inputs in their order; the one whose year can not be right ends it, unless this is
  /// the last try.
  [[nodiscard]] Input* read(std::vector<Input>& inputs);

  [[nodiscard]] const std::vector<UnreadPart>& unread() const noexcept { return reader_.unread(); }

 private:
  [[nodiscard]] bool in_parallel(const std::vector<Input>& inputs) const;

  Reading reading_;
  InputReader reader_;
  bool second_copies_ = false;
};

}  // namespace smtptally
