#include "postfix/correlator.hpp"

#include <algorithm>
#include <cassert>

namespace smtptally {

void Correlator::wait(const Event& event) {
  // A queue id that belonged to this piece now belongs to a session of the piece before, or to
  // nobody, and so do the lines that follow.
  if (event.kind == EventKind::client) supersede_by(event);
  if (event.claim != 0) {
    world_.second_passes().answer(event.claim, Reinjections::Answer::still_waits);
  }
  if (event.delivery.empty() && event.next_id.empty()) return world_.wait(event, now_);
  Event told = event;
  told.claim = claim_of(event);
  if (link_filters_ == LinkFilters::no) told.delivery = {};  // That it was delivered is enough.
  world_.wait(told, now_);
}

/// Whether what is not known of this session may be known to the piece before. `known` is what
/// find_session() said.
bool Correlator::may_be_earlier(const Event& event, std::uint32_t known) const {
  return known == kNoSlot && world_.may_be_earlier(SessionKey{event.service, event.pid});
}

void Correlator::process(const Event& event) {
  copies_.note_time(event.time);
  switch (event.kind) {
    case EventKind::connect:
      return on_connect(event);
    case EventKind::tls:
      return on_tls(event);
    case EventKind::disconnect:
      return on_disconnect(event);
    case EventKind::client:
      return on_client(event);
    case EventKind::client_noqueue:
      return on_client_noqueue(event);
    case EventKind::proxy_accept:
    case EventKind::proxy_reject:
      return on_proxy(event);
    case EventKind::smtpd_action:
      return on_smtpd_action(event);
    case EventKind::queue_active:
    case EventKind::queue_removed:
    case EventKind::queue_evidence:
      return on_queue_line(event);
    case EventKind::cleanup_action:
    case EventKind::cleanup_discarded:
    case EventKind::cleanup_reject:
      return on_cleanup(event);
    case EventKind::requeued:
      return on_requeued(event);
    case EventKind::reinjection:
      return on_second_pass(event);
    case EventKind::superseded_message:
      return on_superseded(event);
    case EventKind::auth_failure:
      return on_auth_failure(event);
    case EventKind::handshake_error:
      return on_handshake_error(event);
    case EventKind::library_error:
      return on_library_error(event);
    case EventKind::lost_starttls:
      return on_lost_starttls(event);
    case EventKind::loss_marker:
      ++(*coverage_)[CoverageItem::loss_markers];
      (*coverage_)[CoverageItem::lines_lost] += event.bytes;
      return;
    case EventKind::blob:
      ++(*coverage_)[CoverageItem::blob_lines];
      return;
    case EventKind::none:
      return;
  }
}

void Correlator::on_superseded(const Event& event) {
  if (transactions_.find(event.queue) == kNoSlot && world_.may_be_earlier(event.queue)) {
    return wait(event);
  }
  supersede_by(event);
}

void Correlator::on_auth_failure(const Event& event) {
  const Service& service = (*services_)[event.service];
  sink_->refused({.time = event.time,
                  .host = service.host,
                  .service = service.tag,
                  .account = event.account,
                  .client = event.client,
                  .mechanism = event.mechanism,
                  .reason = event.reason});
}

void Correlator::clear() {
  assert(world_.is_open());
  world_.clear();
  session_pool_.clear();
  transaction_pool_.clear();
  sessions_.clear();
  transactions_.clear();
  undecided_.clear();
  removed_.clear();
  removed_loopback_.clear();
  refuted_.clear();
  evidence_.clear();
  copies_.clear();
  misses_earlier_ = false;
  now_ = kBeginningOfTime;
  next_expiry_ = kBeginningOfTime;
  look_again_ = kBeginningOfTime;
}

void Correlator::finish() {
  assert(!world_.is_open());
  // What is too old is expired, not left open, whenever the hourly look last came by: where that
  // falls depends on where the log was cut.
  forget_removed(now_);
  expire(now_);
  std::vector<std::uint32_t> still_open;
  sessions_.for_each([&](std::uint32_t slot) { still_open.push_back(slot); });
  for (const std::uint32_t slot : still_open) {
    ++(*coverage_)[CoverageItem::sessions_left_open];
    close_session(slot);
  }
  while (!undecided_.empty()) settle(undecided_.back());
  std::vector<std::uint32_t> rest;
  transactions_.for_each([&](std::uint32_t slot) { rest.push_back(slot); });
  for (const std::uint32_t slot : rest) supersede(slot);
  removed_.clear();
  removed_loopback_.clear();
  refuted_.clear();
}

void Correlator::advance(Micros now) {
  if (now <= now_) return;
  now_ = now;
  if (now >= look_again_) forget_old();
}

/// What is too old by now: what left the queue at once, the rest every hour.
void Correlator::forget_old() {
  look_again_ = kEndOfTime;
  forget_removed(now_);
  if (now_ >= next_expiry_) {
    if (next_expiry_ != kBeginningOfTime) expire(now_);
    next_expiry_ = now_ + Micros{3600} * kMicrosPerSecond;
  }
  look_again_ = std::min(look_again_, next_expiry_);
}

void Correlator::forget_removed(Micros now) {
  const auto forget = [&](std::deque<Removed>& queue, Micros window) {
    while (!queue.empty() && queue.front().at + window < now) {
      const Removed r = queue.front();
      queue.pop_front();
      if (transaction_pool_[r.slot].generation == r.generation) supersede(r.slot);
    }
    if (!queue.empty()) look_again_ = std::min(look_again_, queue.front().at + window + 1);
  };
  forget(removed_, kDuplicateWindow);
  forget(removed_loopback_, kFilterWindow);
  forget(refuted_, kRefutedWindow);
}

void Correlator::expire(Micros now) {
  // Copies: what is ended leaves the lists.
  std::vector<std::uint32_t> slots;
  const auto take = [&](std::uint32_t slot) { slots.push_back(slot); };
  sessions_.for_each(take);
  for (const std::uint32_t slot : slots) end_aged_session(slot, now);

  slots = undecided_.slots();
  for (const std::uint32_t slot : slots) {
    if (session_pool_[slot].last + kUndecidedWindow < now) give_up_unmarked(slot);
  }
  slots = undecided_.slots();
  for (const std::uint32_t slot : slots) end_aged_session(slot, now);

  slots.clear();
  transactions_.for_each(take);
  for (const std::uint32_t slot : slots) end_aged_transaction(slot, now);
}

}  // namespace smtptally
