#pragma once

#include <cstdint>
#include <optional>

#include "pivot/event_list.hpp"
#include "pivot/failure_list.hpp"
#include "pivot/message_filter.hpp"
#include "pivot/refusal_filter.hpp"
#include "pivot/service_index.hpp"
#include "pivot/tally_builder.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// What a run collects for its view.
struct CollectSpec {
  TallySpec tally;
  bool events = false;    ///< The events view keeps messages instead of counting them.
  bool failures = false;  ///< Refused logins are kept, not only counted.
  bool operator==(const CollectSpec&) const = default;
};

/// Takes the accepted messages of a piece, keeps those that the selection wants, and counts what
/// became of all of them. Parts of several pieces merge in any order.
class Accumulator final : public MessageSink {
 public:
  /// Borrows nothing; `coverage` is its own.
  Accumulator(const CollectSpec& spec, const Selection& selection, const Zone& zone);

  void accept(const Message& message) override;
  void refused(const LoginFailure& login) override;
  /// Before anything is asked of it.
  void count_waiting() { tally_.count_waiting(); }
  /// Only one thread at a time may give the same `other`.
  void merge(Accumulator& other);
  /// Back to nothing. Keeps memory.
  void clear();

  [[nodiscard]] Coverage& coverage() noexcept { return coverage_; }
  [[nodiscard]] const Coverage& coverage() const noexcept { return coverage_; }
  /// Requires count_waiting().
  [[nodiscard]] const Tally& tally() const noexcept { return tally_.tally(); }
  [[nodiscard]] const EventList& events() const noexcept { return events_; }
  [[nodiscard]] const FailureList& failures() const noexcept { return failures_; }
  /// Refused logins in the range that the filters want, kept or not; nothing where there are some
  /// of which the filters can not tell.
  [[nodiscard]] std::optional<std::uint64_t> failure_count() const noexcept {
    if (failures_not_judged_ > 0) return std::nullopt;
    return failure_count_;
  }
  [[nodiscard]] std::uint64_t failures_not_judged() const noexcept { return failures_not_judged_; }

 private:
  [[nodiscard]] ServiceEvidence& service_of(const Message& message);

  CollectSpec spec_;
  TimeRange range_;
  AuthScope auth_;
  Zone zone_;
  MessageFilter filter_;
  RefusalFilter refusal_filter_;
  MessageText text_;
  TallyBuilder tally_;
  EventList events_;
  FailureList failures_;
  std::uint64_t failure_count_ = 0;
  std::uint64_t failures_not_judged_ = 0;
  Coverage coverage_;
  ServiceIndex services_{coverage_};  ///< By Message::origin.
};

}  // namespace smtptally
