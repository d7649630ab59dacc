#pragma once

#include <vector>

#include "reading/input_reader.hpp"

namespace smtptally {

/// One pass over the inputs by one plan, into the piece of a result.
///
/// With several jobs, parts of the log are read by threads, each into a piece of its own, and
/// merged in order: the outcome is the same (see Piece), whatever the parts.
class ReadingPass {
 public:
  /// Borrows the members of `reading`.
  explicit ReadingPass(const Reading& reading) : reading_(reading), reader_(reading) {}

  /// Expects inputs with the same lines. One thread reads them in the order of time, because only
  /// that thread knows which lines were counted.
  void expect_second_copies();

  /// Reads the inputs in their order. Returns the first input with an impossible year and stops
  /// there, unless this is the last try.
  [[nodiscard]] Input* read(std::vector<Input>& inputs);

  [[nodiscard]] const std::vector<UnreadPart>& unread() const noexcept { return reader_.unread(); }

 private:
  [[nodiscard]] bool in_parallel(const std::vector<Input>& inputs) const;

  Reading reading_;
  InputReader reader_;
  bool second_copies_ = false;
};

}  // namespace smtptally
