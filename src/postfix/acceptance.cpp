// The part of the correlator that ends transactions: taken, not taken, told, forgotten.

#include <algorithm>

#include "postfix/correlator.hpp"

namespace smtptally {

/// The server took the message. Idempotent.
void Correlator::accept(std::uint32_t slot) {
  Transaction& t = transaction_pool_[slot];
  if (t.is_undecided()) {
    t.phase = Transaction::Phase::accepted;
    if (t.session != kNoSlot) {
      const std::uint32_t session = t.session;
      ++session_pool_[session].accepted;
      if (session_pool_[session].has_ended()) {
        leave_session(slot);
        resolve(session);
      }
    }
  }
  release_if_ready(slot);
}

/// The server did not take it. Requires that it left its session.
void Correlator::drop(std::uint32_t slot) {
  ++(*coverage_)[CoverageItem::messages_not_accepted];
  forget(slot);
}

/// Nothing of it will be told. Requires that it left its session.
void Correlator::forget(std::uint32_t slot) {
  remove_from_map(slot);
  transaction_pool_[slot].phase = Transaction::Phase::done;
  free_if_unused(slot);
}

/// The statistics of its session say that the server did not take it.
void Correlator::refute(std::uint32_t slot) {
  Transaction& t = transaction_pool_[slot];
  if (!t.in_map) return drop(slot);
  t.phase = Transaction::Phase::refuted;
  refuted_.push_back({slot, t.generation, now_});
  look_again_ = std::min(look_again_, now_ + kRefutedWindow + 1);
}

/// Whether the server took it will never be known. Requires that it left its session.
void Correlator::leave_undecided(std::uint32_t slot) {
  ++(*coverage_)[CoverageItem::messages_left_open];
  forget(slot);
}

void Correlator::leave_session(std::uint32_t slot) {
  Transaction& t = transaction_pool_[slot];
  if (t.session == kNoSlot) return;
  Session& session = session_pool_[t.session];
  session.open.remove(transaction_pool_, slot);
  if (session.noqueue == slot) session.noqueue = kNoSlot;
  t.session = kNoSlot;
}

/// Its queue id belongs to another message from now on, or nothing more is expected of it.
void Correlator::supersede(std::uint32_t slot) {
  remove_from_map(slot);
  Transaction& t = transaction_pool_[slot];
  if (t.phase == Transaction::Phase::refuted) return drop(slot);
  if (t.phase == Transaction::Phase::open && t.session == kNoSlot) {
    // No process id, so no session will decide it: a hold or discard stands.
    if (!t.marked_cleanup) return leave_undecided(slot);
    t.phase = Transaction::Phase::accepted;
  }
  release_if_ready(slot);
  free_if_unused(slot);
}

/// Another message has the queue id of `event` from now on: one that came by SMTP again, or a
/// bounce or local mail, which have no client.
void Correlator::supersede_by(const Event& event) {
  const std::uint32_t slot = find_transaction(event);
  if (slot == kNoSlot) return;
  if (!event.client.empty()) ++(*coverage_)[CoverageItem::queue_ids_reused];
  supersede(slot);
}

/// The same for what a later piece knows of the queue id, or of a process.
void Correlator::supersede_by(const WaitingEvents::Supersession& later) {
  advance(later.time);
  if (later.queue.empty()) return supersede_session(later);
  if (transactions_.find(later.queue) != kNoSlot) {
    Event event;
    event.kind = EventKind::superseded_message;
    event.time = later.time;
    event.service = later.session.service;
    event.queue = later.queue;
    event.client = "unknown";  // Some client.
    supersede_by(event);
  } else {
    world_.supersede_before(later.queue, later.session.service, later.time);
  }
}

void Correlator::remove_from_map(std::uint32_t slot) {
  Transaction& t = transaction_pool_[slot];
  if (!t.in_map) return;
  t.in_map = false;
  transactions_.erase(slot);
}

void Correlator::release_if_ready(std::uint32_t slot) {
  Transaction& t = transaction_pool_[slot];
  if (t.phase != Transaction::Phase::accepted) return;
  if (t.session != kNoSlot || t.claim != 0) return;
  // What may be a filter's second copy waits until the first copy's delivery line had its time.
  const bool told = t.from_loopback ? false : t.has_details || t.removed;
  if (!told && t.in_map) return;
  t.phase = Transaction::Phase::done;
  emit(t);
  free_if_unused(slot);
}

void Correlator::emit(const Transaction& t) {
  if (t.reinjected) {
    ++(*coverage_)[CoverageItem::messages_reinjected];
    return;
  }
  const Service& service = (*services_)[t.service];
  if (copies_.was_told(t, service)) {
    ++(*coverage_)[CoverageItem::duplicate_messages];
    return;
  }
  if (t.by_statistics) ++(*coverage_)[CoverageItem::messages_by_statistics];
  Message message;
  message.time = t.time;
  message.host = service.host;
  message.service = service.tag;
  message.service_number = t.service;
  message.dialect = t.dialect;
  message.queue_id = t.has_queue_id() ? t.key.text() : std::string_view("NOQUEUE");
  message.account = t.texts[Transaction::account];
  message.mechanism = t.texts[Transaction::mechanism];
  message.envelope_sender = t.texts[Transaction::sender];
  message.client = t.texts[Transaction::client];
  if (has_cipher(t.tls)) message.cipher = t.texts[Transaction::cipher];
  message.tls = t.tls;
  message.authenticated = t.authenticated;
  message.has_envelope = t.has_sender;
  if (t.has_size) {
    message.recipients = t.recipients;
    message.bytes = t.bytes;
  }
  sink_->accept(message);
}

bool Correlator::awaits_more() {
  // As finish() does: the answer must not depend on when the hourly look last came by.
  forget_removed(now_);
  expire(now_);
  for (std::uint32_t slot = 0; slot < transaction_pool_.size(); ++slot) {
    const Transaction& t = transaction_pool_[slot];
    const bool awaited = t.is_undecided() || t.phase == Transaction::Phase::accepted;
    if (awaited && watched_.contains(t.time)) return true;
  }
  bool awaits = false;
  sessions_.for_each([&](std::uint32_t slot) {
    const Session& session = session_pool_[slot];
    awaits = awaits || (session.handshake && watched_.contains(session.handshake->time));
  });
  return awaits;
}

void Correlator::free_if_unused(std::uint32_t slot) {
  Transaction& t = transaction_pool_[slot];
  if (t.in_map || t.session != kNoSlot || t.phase != Transaction::Phase::done) return;
  ++t.generation;
  t.phase = Transaction::Phase::unused;
  transaction_pool_.give_back(slot);
}

}  // namespace smtptally
