#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pivot/message_text.hpp"
#include "pivot/tally.hpp"
#include "smtptally/message.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// Counts messages in a tally, several at a time.
///
/// PERF: what is known of a sender is seldom near when his next message is counted. See
/// Dictionary::number().
class TallyBuilder {
 public:
  explicit TallyBuilder(TallySpec spec) : tally_(std::move(spec)) {}

  /// Copies of `message` what it needs, now or later. Allocates only for a group or text that is
  /// new.
  void add(const Message& message, MessageText& text, const Zone& zone);
  /// Counts what waits. Before anything is asked of the tally.
  void count_waiting();
  /// Of all messages. Requires that none waits.
  [[nodiscard]] const Tally& tally() const noexcept {
    assert(waiting_.empty());
    return tally_;
  }
  /// Only one thread at a time may give the same `other`.
  void merge(TallyBuilder& other) {
    other.count_waiting();
    tally_.merge(other.tally_);
  }
  /// See Tally.
  void clear();

 private:
  static constexpr std::size_t kMostWaiting = 16;

  struct Waiting {
    Tally::Key key{};  ///< Without the numbers of its texts.
    Cell cell;
    Micros time = 0;
  };
  /// Texts behind each other.
  class Texts {
   public:
    void push_back(std::string_view text) {
      bytes_ += text;
      ends_.push_back(bytes_.size());
    }
    [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
      const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
      return std::string_view(bytes_).substr(begin, ends_[i] - begin);
    }
    /// Keeps its capacity.
    void clear() noexcept {
      bytes_.clear();
      ends_.clear();
    }

   private:
    std::string bytes_;
    std::vector<std::size_t> ends_;
  };

  void number_texts();
  void forget_waiting() noexcept;

  Tally tally_;
  // Of the messages that wait, in their order.
  std::vector<Waiting> waiting_;
  Texts key_texts_;
  Texts senders_;  ///< If the spec says senders.
  Texts clients_;  ///< If it says clients.

  std::vector<std::string_view> texts_;  ///< Scratch, as the next one.
  std::vector<std::uint32_t> numbers_;
};

}  // namespace smtptally
