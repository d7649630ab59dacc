#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "smtptally/time.hpp"

namespace smtptally {

/// What a correlator of an open world does not know of content filters on this machine. A filter
/// that gives a message back without XFORWARD tells the new queue id only in its answer, and that
/// line speaks of the first pass, which may have begun in the piece before. Such a line waits, and
/// claims the second pass that it names; what is claimed is not counted before the line had its
/// turn.
class Reinjections {
 public:
  /// A message of this piece, which may be dropped before the line had its turn.
  struct Claimed {
    std::uint32_t claim = 0;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;  ///< Of the slot, while it is the message's.
    Micros time = 0;
  };
  /// What the piece before says of a claim of this one.
  enum class Answer : std::uint8_t {
    is_second_pass,
    still_waits,
  };
  struct Answered {
    std::uint32_t claim = 0;
    Answer answer = Answer::still_waits;
  };

  /// The number of a new claim: 1, 2, …
  [[nodiscard]] std::uint32_t claim(std::uint32_t slot, std::uint32_t generation, Micros time) {
    claimed_.push_back({++count_, slot, generation, time});
    return count_;
  }
  [[nodiscard]] const std::vector<Claimed>& claimed() const noexcept { return claimed_; }

  /// Makes room for the claims of the next piece, which come behind ours: what to add to them.
  [[nodiscard]] std::uint32_t append(const Reinjections& next) noexcept {
    const std::uint32_t before = count_;
    count_ += next.count_;
    return before;
  }
  /// How many claims were made.
  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
  /// Holds a message of the next piece, whose claim is not settled.
  void hold(const Claimed& message) { claimed_.push_back(message); }
  /// Of a part that was stored: how many claims it made.
  void expect(std::uint32_t claims) noexcept { count_ = claims; }
  void answer(std::uint32_t claim, Answer answer) { answers_.push_back({claim, answer}); }
  /// The answers to the claims of the next piece. It was merged now.
  [[nodiscard]] std::vector<Answered> take_answers() noexcept {
    return std::exchange(answers_, {});
  }
  /// Back to the beginning. Keeps memory.
  void clear() noexcept {
    count_ = 0;
    claimed_.clear();
    answers_.clear();
  }

 private:
  std::uint32_t count_ = 0;
  std::vector<Claimed> claimed_;
  std::vector<Answered> answers_;
};

}  // namespace smtptally
