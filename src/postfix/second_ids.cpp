// The part of the correlator that follows messages to another queue id.

#include "postfix/correlator.hpp"

namespace smtptally {

/// A content filter took a message and gave it back under another queue id. How the message came
/// does not matter: by SMTP, from this machine, or before the input began.
void Correlator::second_pass(const Event& event) {
  const std::string_view id = second_id(event);
  if (id.empty()) return;
  Event second = event;
  second.kind = EventKind::reinjection;
  second.queue = {event.queue.realm, id};
  second.next_id = {};
  second.delivery = {};
  add(second);
}

/// The claim of a line that waits on a message of this piece, or of a later one; 0 for none.
std::uint32_t Correlator::claim_of(const Event& event) {
  if (event.claim != 0) return event.claim;
  const std::string_view id = second_id(event);
  if (id.empty()) return 0;
  const std::uint32_t slot = find_transaction({event.queue.realm, id}, event.time);
  if (slot == kNoSlot || !transaction_pool_[slot].from_loopback) return 0;
  Transaction& t = transaction_pool_[slot];
  if (t.claim == 0) t.claim = world_.second_passes().claim(slot, t.generation, t.time);
  return t.claim;
}

/// A content filter gave the queue id to a message again.
void Correlator::on_second_pass(const Event& event) {
  if (event.claim != 0) {
    return world_.second_passes().answer(event.claim, Reinjections::Answer::is_second_pass);
  }
  const std::uint32_t slot = find_transaction(event);
  if (slot == kNoSlot && world_.may_be_earlier(event.queue)) return wait(event);
  if (slot == kNoSlot || !transaction_pool_[slot].from_loopback) return;
  transaction_pool_[slot].reinjected = true;
}

/// The message has another queue id from now on, which is no other message's any more.
void Correlator::on_requeued(const Event& event) {
  const QueueKey next{event.queue.realm, event.opened_id};
  if (next == event.queue) return;
  Event opened = event;
  opened.queue = next;
  opened.client = "unknown";  // Some client.
  supersede_by(opened);
  world_.supersede_before(next, event.service, event.time);
  const std::uint32_t slot = find_transaction(event);
  if (slot == kNoSlot && world_.may_be_earlier(event.queue)) return wait(event);
  if (slot == kNoSlot) return;
  transactions_.erase(slot);
  transaction_pool_[slot].key = next;
  transaction_pool_[slot].by_statistics = false;
  transactions_.add(slot);
  world_.forget_other_mail(next);
  accept(slot);
}

}  // namespace smtptally
