// Accumulator: selects messages and failures, and counts them.

#include "pivot/accumulator.hpp"

#include "pivot/history_cells.hpp"
#include "pivot/sender_habits.hpp"

namespace smtptally {

Accumulator::Accumulator(const CollectSpec& spec, const Selection& selection, const Zone& zone)
    : spec_(spec),
      range_(selection.range),
      before_(selection.before),
      auth_(selection.auth),
      subject_(selection.subject),
      zone_(zone),
      filter_(selection, zone),
      failure_filter_(selection, zone),
      text_(selection.sender, selection.fold_case),
      tally_(spec.tally),
      more_(spec.more.begin(), spec.more.end()),
      tally_before_(spec.before),
      habits_(spec.habits ? std::make_unique<SenderHabits>() : nullptr),
      history_(spec.history != 0 ? std::make_unique<HistoryCells>(spec.history) : nullptr) {}

Accumulator::~Accumulator() = default;

void Accumulator::count_waiting() {
  tally_.count_waiting();
  for (TallyBuilder& tally : more_) tally.count_waiting();
  tally_before_.count_waiting();
  if (habits_) habits_->finish();
}

std::optional<CoverageItem> Accumulator::why_not(const Message& message) {
  const bool in_scope =
      auth_ == AuthScope::any || (auth_ == AuthScope::only) == message.authenticated;
  if (!in_scope) return CoverageItem::messages_out_of_scope;
  if (!filter_.accepts(message, text_) || (subject_ && is_of_another(message))) {
    return CoverageItem::messages_filtered;
  }
  return std::nullopt;
}

/// Counts it for the period before, and nowhere else: it lies outside the range.
void Accumulator::accept_before(const Message& message) {
  if (why_not(message)) return;
  if (asks_service(message.tls)) service_of(message).before.plain += message.count;
  tally_before_.add(message, text_, zone_);
}

Coverage Accumulator::coverage_before() const {
  Coverage coverage = coverage_;
  for (auto& [key, service] : coverage.services) {
    service.implicit_tls = service.before.implicit_tls;
    service.with_statistics = service.before.with_statistics;
  }
  return coverage;
}

void Accumulator::accept(const Message& message) {
  coverage_[CoverageItem::messages_accepted] += message.count;
  if (history_) return history_->add(message);
  if (before_ && before_->contains(message.time)) accept_before(message);
  if (!range_.contains(message.time)) {
    coverage_[CoverageItem::messages_outside_range] += message.count;
    return;
  }
  if (const auto reason = why_not(message)) {
    coverage_[*reason] += message.count;
    return;
  }
  coverage_[CoverageItem::messages_counted] += message.count;
  if (message.estimated) coverage_[CoverageItem::messages_estimated] += message.count;
  if (!message.bytes) coverage_[CoverageItem::messages_without_size] += message.count;
  service_of(message).messages[index_of(message.tls)] += message.count;
  if (spec_.clients && message.authenticated) {
    refused_clients_.sent(message.client, text_.get(Dimension::account, message));
  }
  if (habits_) habits_->add(message, text_, zone_);
  if (spec_.events) {
    events_.add(message, text_);
  } else {
    tally_.add(message, text_, zone_);
    for (TallyBuilder& tally : more_) tally.add(message, text_, zone_);
  }
}

bool Accumulator::is_of_another(const Message& message) {
  const std::string_view name = text_.get(subject_->dimension, message);
  if (name == subject_->name) {
    other_names_.found();
    return false;
  }
  other_names_.add(name);
  return true;
}

ServiceEvidence& Accumulator::service_of(const Message& message) {
  if (message.service_number == Message::kNoServiceNumber)
    return coverage_.service(message.host, message.service);
  return services_.of(message.service_number, message.host, message.service);
}

void Accumulator::refused(const LoginFailure& login) {
  ++coverage_[CoverageItem::auth_failures];
  refused(failure_of(login));
}

void Accumulator::refused(const HandshakeFailure& handshake) {
  ++coverage_[CoverageItem::handshake_failures];
  refused(failure_of(handshake));
}

void Accumulator::refused(const Failure& failure) {
  if (history_) return history_->add(failure);
  if (!range_.contains(failure.time)) return;
  const FailureFilter::Verdict verdict = failure_filter_.judge(failure, text_);
  failure_counts_[index_of(failure.kind)].add(verdict);
  const bool of_version =
      failure.reason_class == kHandshakeReasonNames[index_of(HandshakeReason::protocol)];
  if (spec_.clients && of_version && verdict == FailureFilter::Verdict::wanted) {
    refused_clients_.refused(failure.client, failure.time);
  }
  if (spec_.refusals && verdict == FailureFilter::Verdict::wanted) {
    refusals_.add(failure, text_);
  }
  if (habits_ && verdict == FailureFilter::Verdict::wanted) habits_->add(failure, text_);
  if (spec_.failures && failure_filter_.matches(failure, text_)) failures_.add(failure, text_);
}

void FailureCount::add(FailureFilter::Verdict verdict) {
  if (verdict == FailureFilter::Verdict::wanted) ++wanted;
  if (verdict == FailureFilter::Verdict::unknown) ++unknown;
}

void FailureCount::merge(const FailureCount& other) {
  wanted += other.wanted;
  unknown += other.unknown;
}

void Accumulator::merge(Accumulator& other) {
  tally_.merge(other.tally_);
  for (std::size_t i = 0; i < more_.size(); ++i) more_[i].merge(other.more_[i]);
  tally_before_.merge(other.tally_before_);
  events_.merge(other.events_);
  failures_.merge(other.failures_);
  refused_clients_.merge(other.refused_clients_);
  refusals_.merge(other.refusals_);
  if (habits_) habits_->merge(*other.habits_);
  if (history_) history_->merge(*other.history_);
  other_names_.merge(other.other_names_);
  for (std::size_t i = 0; i < failure_counts_.size(); ++i) {
    failure_counts_[i].merge(other.failure_counts_[i]);
  }
  coverage_.merge(other.coverage_);
}

void Accumulator::clear() {
  tally_.clear();
  for (TallyBuilder& tally : more_) tally.clear();
  tally_before_.clear();
  events_ = {};
  failures_ = {};
  refused_clients_ = {};
  refusals_ = {};
  if (habits_) habits_->clear();
  if (history_) history_->clear();
  other_names_ = {};
  failure_counts_ = {};
  services_.clear();
  coverage_ = {};
}

}  // namespace smtptally
