// The part of the correlator that follows transactions: from client= to acceptance.

#include <algorithm>

#include "postfix/correlator.hpp"
#include "postfix/lines.hpp"

namespace smtptally {
namespace {

/// PERF: what no report reads is not copied, and a transaction takes fewer lines of the cache (4 %
/// of a run with two jobs).
std::string_view if_read(bool read, std::string_view text) noexcept {
  return read ? text : std::string_view();
}

}  // namespace

/// Gives up first what is too old, as the hourly look does: when that last came by depends on where
/// the log was cut.
std::uint32_t Correlator::find_transaction(const QueueKey& queue, Micros now) {
  const std::uint32_t slot = transactions_.find(queue);
  // PERF: this is the least of the windows of end_aged(), and its session had a line when it began,
  // so that the session need not be looked at (1 % of a run).
  static_assert(kUndecidedWindow <= kSessionAge && kUndecidedWindow <= kTransactionAge);
  if (slot == kNoSlot || transaction_pool_[slot].time + kUndecidedWindow >= now) return slot;
  return end_aged_ones(queue, now);
}

/// The one that is left of those with this queue id.
[[gnu::noinline]] std::uint32_t Correlator::end_aged_ones(const QueueKey& queue, Micros now) {
  std::uint32_t slot = transactions_.find(queue);
  while (slot != kNoSlot && end_aged(slot, now)) slot = transactions_.find(queue);
  return slot;
}
std::uint32_t Correlator::find_transaction(const Event& event) {
  return find_transaction(event.queue, event.time);
}

/// Takes the next step in giving up a transaction that is too old. False if there is none.
bool Correlator::end_aged(std::uint32_t slot, Micros now) {
  const Transaction& t = transaction_pool_[slot];
  if (t.session == kNoSlot) return end_aged_transaction(slot, now);
  const Session& session = session_pool_[t.session];
  const bool unmarked = !t.is_marked();
  if (session.has_ended() && session.last + kUndecidedWindow < now) {
    // Before anything is decided for the others: the hourly look may have been by, or not.
    give_up_unmarked(t.session);
    if (unmarked) return true;
  }
  return end_aged_session(t.session, now);
}

bool Correlator::end_aged_transaction(std::uint32_t slot, Micros now) {
  const Transaction& t = transaction_pool_[slot];
  if (t.session != kNoSlot || t.time + kTransactionAge >= now) return false;
  ++(*coverage_)[CoverageItem::expired_by_age];
  supersede(slot);
  return true;
}

std::uint32_t Correlator::begin(const Event& event, std::uint32_t session_slot) {
  const std::uint32_t slot = transaction_pool_.take();
  Transaction& t = transaction_pool_[slot];
  t.reset();
  t.service = event.service;
  t.pid = event.pid;
  t.time = event.time;
  t.dialect = event.dialect;
  t.authenticated = event.authenticated;
  t.reinjected = event.reinjected;
  t.from_loopback =
      link_filters_ == LinkFilters::yes && !event.authenticated && is_loopback(event.client);
  const std::string_view mechanism = if_read(read_.mechanism, event.mechanism);
  const std::string_view client = if_read(read_.client, event.client);
  if (session_slot == kNoSlot) {
    t.texts.set_first({event.account, mechanism, client});
    return slot;
  }
  Session& session = session_pool_[session_slot];
  static_assert(Transaction::account == 0 && Transaction::mechanism == 1 &&
                Transaction::client == 2 && Transaction::cipher == 3);
  t.texts.set_first({event.account, mechanism, client, session.cipher});
  misses_earlier_ = misses_earlier_ || (!session.start_seen() && watched_.contains(t.time));
  t.session = session_slot;
  t.tls = session.tls;
  t.marked_smtpd = session.next_marked;
  session.next_marked = false;
  t.number = static_cast<std::uint16_t>(std::min(++session.transactions, Transaction::kMostNumber));
  // With sasl_method=XCLIENT the login came from a proxy, and TLS is the proxy's (smtpd.c: "NOT:
  // tls_reset()").
  if (event.mechanism == "XCLIENT") t.tls = TlsEvidence::proxied;
  session.open.add(transaction_pool_, slot);
  return slot;
}

void Correlator::on_client(const Event& event) {
  const std::uint32_t known = find_session(event);
  if (event.has_pid && may_be_earlier(event, known)) return wait(event);
  const std::uint32_t old = find_transaction(event);
  if (old != kNoSlot) {
    Transaction& t = transaction_pool_[old];
    const bool same_process = t.service == event.service && t.pid == event.pid;
    const bool undecided =
        t.phase == Transaction::Phase::open && t.session != kNoSlot && t.session == known;
    if (undecided || (same_process && same_second(t.said, event.time))) {
      t.said = event.time;
      ++(*coverage_)[CoverageItem::duplicate_lines];
      return;
    }
    supersede_by(event);
  }
  world_.supersede_before(event.queue, event.service, event.time);
  const std::uint32_t slot = begin(event, session_for(event, known));
  Transaction& t = transaction_pool_[slot];
  t.key = event.queue;
  t.said = event.time;
  t.in_map = true;
  transactions_.add(slot);
}

std::optional<std::uint32_t> Correlator::pending_noqueue(std::uint32_t session) const {
  if (session == kNoSlot) return std::nullopt;
  const std::uint32_t slot = session_pool_[session].noqueue;
  if (slot == kNoSlot) return std::nullopt;
  return transaction_pool_[slot].phase == Transaction::Phase::open ? std::optional(slot)
                                                                   : std::nullopt;
}

void Correlator::on_client_noqueue(const Event& event) {
  const std::uint32_t known = find_session(event);
  if (may_be_earlier(event, known)) return wait(event);
  // One at a time: the one before was not accepted (no proxy-accept), or this is the same line.
  // Dropping it is right in both cases.
  if (const auto old = pending_noqueue(known)) {
    leave_session(*old);
    drop(*old);
    --session_pool_[known].transactions;
  }
  const std::uint32_t session = session_for(event, known);
  if (session == kNoSlot) return;  // Without a process id nothing ties it to its proxy-accept.
  const std::uint32_t slot = begin(event, session);
  transaction_pool_[slot].before = session_pool_[session].accepted;
  transaction_pool_[slot].sessions_before = copies_.sessions_before(event);
  session_pool_[session].noqueue = slot;
}

void Correlator::on_proxy(const Event& event) {
  const std::uint32_t known = find_session(event);
  if (may_be_earlier(event, known)) return wait(event);
  const auto slot = pending_noqueue(known);
  if (!slot) return second_pass(event);
  if (event.kind == EventKind::proxy_reject) {
    leave_session(*slot);
    return drop(*slot);
  }
  Transaction& t = transaction_pool_[*slot];
  if (read_.envelope_sender) t.texts.set(Transaction::sender, event.sender);
  t.has_sender = event.has_sender;
  t.has_details = true;  // No queue manager speaks of it; size and recipients stay unknown.
  accept(*slot);
  second_pass(event);
}

void Correlator::on_smtpd_action(const Event& event) {
  const std::uint32_t session = find_session(event);
  if (may_be_earlier(event, session)) return wait(event);
  if (session == kNoSlot) return;
  if (event.queue.empty()) {
    const auto pending = pending_noqueue(session);
    if (!pending) {
      session_pool_[session].next_marked = true;
      return;
    }
    transaction_pool_[*pending].marked_smtpd = true;
    return;
  }
  const std::uint32_t slot = find_transaction(event);
  // Nobody but the process that takes a message says so.
  if (slot != kNoSlot && transaction_pool_[slot].session == session) {
    transaction_pool_[slot].marked_smtpd = true;
  }
}

void Correlator::on_queue_line(const Event& event) {
  if (!event.opened_id.empty()) return on_bounce(event);
  const std::uint32_t slot = find_transaction(event);
  if (slot == kNoSlot && world_.may_be_earlier(event.queue)) return wait(event);
  if (slot == kNoSlot) return second_pass(event);
  Transaction& t = transaction_pool_[slot];
  if (t.removed) return;  // A second copy of a line.
  t.by_statistics = false;
  if (event.kind == EventKind::queue_active && !t.has_details) {
    t.has_details = true;
    if (read_.envelope_sender) t.texts.set(Transaction::sender, event.sender);
    t.has_sender = event.has_sender;
    t.has_size = event.has_size;
    t.recipients = event.recipients;
    t.bytes = event.bytes;
  }
  if (event.kind == EventKind::queue_removed) {
    t.removed = true;
    // PERF: written where it stays. What is made first and then copied waits, as with Cursor.
    Removed& removed = (t.from_loopback ? removed_loopback_ : removed_).emplace_back();
    removed.slot = slot;
    removed.generation = t.generation;
    removed.at = event.time;
    look_again_ = std::min(look_again_, event.time + kDuplicateWindow + 1);  // Or later.
  }
  if (t.phase != Transaction::Phase::done) accept(slot);
  if (link_filters_ == LinkFilters::yes) second_pass(event);
}

/// Two things: the queue id of the notification is no other message's from now on, and this one is
/// in the queue. Either may be about the piece before.
void Correlator::on_bounce(const Event& event) {
  Event rest = event;
  rest.opened_id = {};
  if (event.opened_id.size() <= kMaxQueueId) {
    Event opened = rest;
    opened.kind = EventKind::superseded_message;
    opened.queue = {event.queue.realm, event.opened_id};
    add(opened);
  }
  on_queue_line(rest);
}

/// The queue id that a line says a content filter on this machine gave the message; empty if it
/// does not.
std::string_view Correlator::second_id(const Event& event) const {
  if (link_filters_ == LinkFilters::no) return {};
  const std::string_view id =
      event.delivery.empty() ? event.next_id : parse_second_id(event.delivery);
  return id.size() <= kMaxQueueId ? id : std::string_view();
}

void Correlator::on_cleanup(const Event& event) {
  const std::uint32_t slot = find_transaction(event);
  if (slot == kNoSlot && world_.may_be_earlier(event.queue)) return wait(event);
  if (slot == kNoSlot) return;
  Transaction& t = transaction_pool_[slot];
  if (!t.is_undecided()) {
    // cleanup's line came behind the end of the session.
    if (event.kind != EventKind::cleanup_reject) t.by_statistics = false;
    return;
  }
  if (event.kind == EventKind::cleanup_action) {
    t.marked_cleanup = true;
  } else if (event.kind == EventKind::cleanup_discarded) {
    accept(slot);
  } else {
    const std::uint32_t session = t.session;
    leave_session(slot);
    drop(slot);
    if (session != kNoSlot && session_pool_[session].has_ended()) resolve(session);
  }
}

}  // namespace smtptally
