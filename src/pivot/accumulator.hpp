#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "pivot/collect_spec.hpp"
#include "pivot/event_list.hpp"
#include "pivot/failure_filter.hpp"
#include "pivot/failure_list.hpp"
#include "pivot/message_filter.hpp"
#include "pivot/other_names.hpp"
#include "pivot/refusal_counts.hpp"
#include "pivot/refused_clients.hpp"
#include "pivot/service_index.hpp"
#include "pivot/tally_builder.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;
class HistoryCells;
class SenderHabits;

/// Number of failures of one kind in the range that the filters accept.
struct FailureCount {
  std::uint64_t wanted = 0;
  std::uint64_t unknown = 0;  ///< Undecided by the filters: the number is unknown.

  void add(FailureFilter::Verdict verdict);
  void merge(const FailureCount& other);
  bool operator==(const FailureCount&) const = default;
};
static_assert(Mergeable<FailureCount>);

/// Receives the accepted messages of a piece, keeps those of the selection, and counts what became
/// of all of them. The accumulators of several pieces merge in any order.
class Accumulator final : public MessageSink {
 public:
  /// Borrows nothing and owns its coverage.
  Accumulator(const CollectSpec& spec, const Selection& selection, const Zone& zone);
  Accumulator(const Accumulator&) = delete;
  Accumulator& operator=(const Accumulator&) = delete;
  ~Accumulator() override;

  void accept(const Message& message) override;
  void refused(const LoginFailure& login) override;
  void refused(const HandshakeFailure& handshake) override;
  /// Counts messages that are still queued. Call it before any query.
  void count_waiting();
  /// Two threads must not merge the same `other` at a time.
  void merge(Accumulator& other);
  /// Empties it, but keeps its memory.
  void clear();
  /// All that was collected; equal data are equal bytes. What is read is empty before and made for
  /// the same spec and selection. Not for a history.
  void write(ByteWriter& out);
  void read(ByteReader& in);
  /// Makes it what a run over the same messages collects for `wanted`. Requires can_serve().
  void serve(const CollectSpec& wanted);
  /// Makes it what a run collects that has no period before.
  void forget_before();
  /// Gives the services of the coverage the pseudonyms that messages have; at the end of reading,
  /// which finds services by their names.
  void rename_services();

  [[nodiscard]] Coverage& coverage() noexcept { return coverage_; }
  [[nodiscard]] const Coverage& coverage() const noexcept { return coverage_; }
  /// Requires count_waiting().
  [[nodiscard]] const Tally& tally() const noexcept { return tally_.tally(); }
  /// Of CollectSpec::more, in its order.
  [[nodiscard]] const Tally& tally_of_more(std::size_t at) const noexcept {
    return more_[at].tally();
  }
  /// Whether there is a period before: a reader leaves it out that cannot be whole.
  [[nodiscard]] bool counts_before() const noexcept { return before_.has_value(); }
  /// The tally of the period before.
  [[nodiscard]] const Tally& tally_before() const noexcept { return tally_before_.tally(); }
  /// What was read, with the evidence of services as a run over the period before has it.
  [[nodiscard]] Coverage coverage_before() const;
  [[nodiscard]] const EventList& events() const noexcept { return events_; }
  [[nodiscard]] const FailureList& failures() const noexcept { return failures_; }
  [[nodiscard]] const RefusedClients& refused_clients() const noexcept { return refused_clients_; }
  [[nodiscard]] const RefusalCounts& refusals() const noexcept { return refusals_; }
  /// Requires CollectSpec::habits and count_waiting().
  [[nodiscard]] const SenderHabits& habits() const noexcept { return *habits_; }
  /// Requires CollectSpec::history.
  [[nodiscard]] HistoryCells& history() noexcept { return *history_; }
  [[nodiscard]] bool has_habits() const noexcept { return habits_ != nullptr; }
  /// Names of other messages, while the subject has none.
  [[nodiscard]] const OtherNames& other_names() const noexcept { return other_names_; }
  /// Includes failures that are not kept.
  [[nodiscard]] const FailureCount& failure_count(FailureKind kind) const noexcept {
    return failure_counts_[index_of(kind)];
  }

 private:
  /// Nothing if the message is wanted, else what it counts as.
  [[nodiscard]] std::optional<CoverageItem> why_not(const Message& message);
  void accept_before(const Message& message);
  [[nodiscard]] ServiceEvidence& service_of(const Message& message);
  [[nodiscard]] bool is_of_another(const Message& message);
  void refused(const Failure& failure);
  /// What is wanted, with the names that reports print.
  void keep(const Message& message);
  void keep(const Failure& failure, FailureFilter::Verdict verdict, bool matches);

  CollectSpec spec_;
  TimeRange range_;
  std::optional<TimeRange> before_;
  Pseudonyms* pseudonyms_;
  AuthScope auth_;
  std::optional<Subject> subject_;
  Zone zone_;
  MessageFilter filter_;
  FailureFilter failure_filter_;
  MessageText text_;
  TallyBuilder tally_;
  std::vector<TallyBuilder> more_;
  TallyBuilder tally_before_;
  EventList events_;
  FailureList failures_;
  RefusedClients refused_clients_;
  RefusalCounts refusals_;
  std::unique_ptr<SenderHabits> habits_;   ///< Null unless spec_.habits.
  std::unique_ptr<HistoryCells> history_;  ///< Null unless spec_.history.
  OtherNames other_names_;
  std::array<FailureCount, kFailureKindNames.size()> failure_counts_;
  Coverage coverage_;
  ServiceIndex services_{coverage_};  ///< By Message::service_number.
};

}  // namespace smtptally
