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

/// Counts messages in a tally, in batches.
///
/// PERF: the data of a sender is seldom in the cache when his next message is counted. See
/// Dictionary::number().
class TallyBuilder {
 public:
  explicit TallyBuilder(TallySpec spec) : tally_(std::move(spec)) {}

  /// Copies from `message` all that is needed later. Allocates only for a new group or text.
  void add(const Message& message, MessageText& text, const Zone& zone);
  /// Counts the queued messages. Call it before any query of the tally.
  void count_waiting();
  /// Requires that no message is queued.
  [[nodiscard]] const Tally& tally() const noexcept {
    assert(waiting_.empty());
    return tally_;
  }
  /// Two threads must not merge the same `other` at a time.
  void merge(TallyBuilder& other) {
    other.count_waiting();
    tally_.merge(other.tally_);
  }
  /// See Tally.
  void clear();
  void write(ByteWriter& out) {
    count_waiting();
    tally_.write(out);
  }
  void read(ByteReader& in) { tally_.read(in); }
  /// Makes it a tally of what `from` counted. Requires tells().
  void take_from(const Tally& from, const TallySpec& wanted) { tally_ = from.coarser(wanted); }
  /// Becomes a tally of less. Requires tells().
  void reduce_to(const TallySpec& wanted) { tally_.reduce_to(wanted); }

 private:
  static constexpr std::size_t kMostWaiting = Tally::kMostCounted;

  /// A list of texts in one buffer.
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
  // The queued messages, in their order.
  std::vector<Tally::Counted> waiting_;  ///< Without their texts and the numbers of them.
  Texts key_texts_;
  Texts senders_;  ///< If the spec has senders.
  Texts clients_;  ///< If the spec has clients.

  std::vector<std::string_view> texts_;  ///< Buffers of number_texts().
  std::vector<std::uint32_t> numbers_;
};

}  // namespace smtptally
