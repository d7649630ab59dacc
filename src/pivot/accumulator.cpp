#include "pivot/accumulator.hpp"

namespace smtptally {

Accumulator::Accumulator(const CollectSpec& spec, const Selection& selection, const Zone& zone)
    : spec_(spec),
      range_(selection.range),
      auth_(selection.auth),
      zone_(zone),
      filter_(selection, zone),
      refusal_filter_(selection, zone),
      text_(selection.sender, selection.fold_case),
      tally_(spec.tally) {}

void Accumulator::accept(const Message& message) {
  ++coverage_[CoverageItem::messages_accepted];
  if (!range_.contains(message.time)) {
    ++coverage_[CoverageItem::messages_outside_range];
    return;
  }
  const bool in_scope =
      auth_ == AuthScope::any || (auth_ == AuthScope::only) == message.authenticated;
  if (!in_scope) {
    ++coverage_[CoverageItem::messages_out_of_scope];
    return;
  }
  if (!filter_.accepts(message, text_)) {
    ++coverage_[CoverageItem::messages_filtered];
    return;
  }
  ++coverage_[CoverageItem::messages_counted];
  if (message.estimated) ++coverage_[CoverageItem::messages_estimated];
  if (!message.bytes) ++coverage_[CoverageItem::messages_without_size];
  service_of(message).messages[index_of(message.tls)] += 1;
  if (spec_.events) {
    events_.add(message, text_);
  } else {
    tally_.add(message, text_, zone_);
  }
}

ServiceEvidence& Accumulator::service_of(const Message& message) {
  if (message.origin == Message::kNoOrigin) return coverage_.service(message.host, message.service);
  return services_.of(message.origin, message.host, message.service);
}

void Accumulator::refused(const LoginFailure& login) {
  ++coverage_[CoverageItem::auth_failures];
  if (!range_.contains(login.time)) return;
  switch (refusal_filter_.judge(login)) {
    case Judgement::no:
      return;
    case Judgement::cannot_tell:
      ++failures_not_judged_;
      return;
    case Judgement::yes:
      ++failure_count_;
      if (spec_.failures) failures_.add(login);
  }
}

void Accumulator::merge(Accumulator& other) {
  tally_.merge(other.tally_);
  events_.merge(other.events_);
  failures_.merge(other.failures_);
  failure_count_ += other.failure_count_;
  failures_not_judged_ += other.failures_not_judged_;
  coverage_.merge(other.coverage_);
}

void Accumulator::clear() {
  tally_.clear();
  events_ = {};
  failures_ = {};
  failure_count_ = 0;
  failures_not_judged_ = 0;
  services_.clear();
  coverage_ = {};
}

}  // namespace smtptally
