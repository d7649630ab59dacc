// The part of the correlator that mends what a cut between two pieces separated.

#include <algorithm>

#include "postfix/correlator.hpp"

namespace smtptally {

/// Takes over what the later correlator holds. Everything that it still holds was opened there, and
/// its first connect or client= line left a supersession behind, so that no key of ours is in the
/// way.
class Correlator::Merge {
 public:
  Merge(Correlator& into, Correlator& from)
      : into_(&into),
        from_(&from),
        new_session_(from.session_pool_.size(), kNoSlot),
        new_slot_(from.transaction_pool_.size(), kNoSlot),
        claims_before_(into.world_.second_passes().append(from.world_.second_passes())) {
    for (std::uint32_t i = 0; i < from.services_->size(); ++i) {
      const Service& theirs = (*from.services_)[i];
      ours_.push_back(into.services_->number(theirs.host, theirs.tag));
    }
  }

  void run() {
    replay();
    move_sessions();
    move_transactions();
    move_removed(from_->removed_, into_->removed_);
    move_removed(from_->removed_loopback_, into_->removed_loopback_);
    move_removed(from_->refuted_, into_->refuted_);
    settle_claims();
    own_both();
    into_->misses_earlier_ = into_->misses_earlier_ || from_->misses_earlier_;
    into_->now_ = std::max(into_->now_, from_->now_);
    // Not the later one: parts of less than an hour would put the hourly look off for ever.
    if (into_->next_expiry_ == kBeginningOfTime) into_->next_expiry_ = from_->next_expiry_;
    into_->forget_old();  // Not every line was replayed that moved the clock.
  }

 private:
  [[nodiscard]] std::uint32_t renumbered(std::uint32_t service) const { return ours_[service]; }

  [[nodiscard]] std::uint32_t our_realm(std::uint32_t realm) const {
    for (std::uint32_t i = 0; i < ours_.size(); ++i) {
      if ((*from_->services_)[i].realm == realm) return (*into_->services_)[ours_[i]].realm;
    }
    return realm;
  }

  /// The queue ids that a message of ours has, or will have when the events were replayed.
  ///
  /// PERF: for each message of the later piece to ask whether we have one with its id was 2 % of
  /// the time of two jobs, and almost no id is used twice.
  [[nodiscard]] QueueIdFilter our_ids() const {
    // The part behind both may have to know which ids were used again.
    if (into_->world_.is_open()) return QueueIdFilter::all();
    if (into_->transactions_.size() > QueueIdFilter::kMany) return QueueIdFilter::all();
    QueueIdFilter ids;
    into_->transactions_.for_each(
        [&](std::uint32_t slot) { ids.add(into_->transaction_pool_[slot].key.id_hash()); });
    from_->world_.waiting().add_opened(ids);
    return ids;
  }

  /// Events whose session or message began before the later piece, in their order.
  void replay() {
    from_->world_.waiting().for_each(
        our_ids(),
        [&](const Event& waiting, Micros clock) {
          // Of what the later piece did not have to ask us, time has passed, too.
          into_->advance(clock);
          Event event = waiting;
          event.service = renumbered(event.service);
          event.queue.realm = (*into_->services_)[event.service].realm;
          if (event.claim != 0) event.claim += claims_before_;
          into_->add(event);
        },
        [&](WaitingEvents::Supersession waiting) {
          std::uint32_t& service = waiting.session.service;
          service = renumbered(service);
          if (!waiting.queue.empty()) waiting.queue.realm = (*into_->services_)[service].realm;
          into_->supersede_by(waiting);
        });
    from_->world_.waiting().clear();
  }

  std::uint32_t move_session(std::uint32_t old_slot) {
    const std::uint32_t slot = into_->session_pool_.take();
    Session& session = into_->session_pool_[slot];
    session = std::move(from_->session_pool_[old_slot]);
    session.service = renumbered(session.service);
    new_session_[old_slot] = slot;
    return slot;
  }

  void move_sessions() {
    from_->sessions_.for_each(
        [&](std::uint32_t old_slot) { into_->sessions_.add(move_session(old_slot)); });
    for (const std::uint32_t old_slot : from_->undecided_.slots()) {
      into_->undecided_.add(into_->session_pool_, move_session(old_slot));
    }
  }

  std::uint32_t move_transaction(std::uint32_t old_slot) {
    if (new_slot_[old_slot] != kNoSlot) return new_slot_[old_slot];
    const std::uint32_t slot = into_->transaction_pool_.take();
    Transaction& t = into_->transaction_pool_[slot];
    const std::uint32_t generation = t.generation + 1;
    t = std::move(from_->transaction_pool_[old_slot]);
    t.generation = generation;
    t.service = renumbered(t.service);
    if (t.has_queue_id()) t.key.realm = (*into_->services_)[t.service].realm;
    if (t.session != kNoSlot) t.session = new_session_[t.session];
    if (t.in_map) into_->transactions_.add(slot);
    new_slot_[old_slot] = slot;
    return slot;
  }

  void move_transactions() {
    from_->transactions_.for_each([&](std::uint32_t slot) { (void)move_transaction(slot); });
    for (const std::uint32_t slot : new_session_) {
      if (slot == kNoSlot) continue;
      Session& session = into_->session_pool_[slot];
      session.open.renumber([&](std::uint32_t old_slot) { return move_transaction(old_slot); });
      if (session.noqueue != kNoSlot) session.noqueue = new_slot_[session.noqueue];
    }
  }

  void move_removed(const std::deque<Removed>& theirs, std::deque<Removed>& ours) const {
    for (const Removed& r : theirs) {
      const std::uint32_t slot = new_slot_[r.slot];
      if (slot == kNoSlot || from_->transaction_pool_[r.slot].generation != r.generation) continue;
      ours.push_back({slot, into_->transaction_pool_[slot].generation, r.at});
    }
    // Replayed lines may be later than what is moved behind them.
    std::stable_sort(ours.begin(), ours.end(),
                     [](const Removed& a, const Removed& b) { return a.at < b.at; });
  }

  /// What the lines that were replayed say of the second passes that they claim.
  void settle_claims() {
    Reinjections& ours = into_->world_.second_passes();
    const Reinjections& theirs = from_->world_.second_passes();
    std::vector<Reinjections::Claimed> claimed = theirs.claimed();
    std::vector<std::size_t> place_of(theirs.count() + std::size_t{1});
    std::vector<bool> waits(claimed.size());
    for (std::size_t i = 0; i < claimed.size(); ++i) {
      place_of[claimed[i].claim] = i;
      move_claimed(claimed[i]);
    }
    for (const auto& [claim, answer] : ours.take_answers()) {
      const std::size_t i = place_of[claim - claims_before_];
      const Reinjections::Claimed& message = claimed[i];
      if (answer == Reinjections::Answer::still_waits) {
        waits[i] = true;
      } else if (message.slot != kNoSlot) {
        into_->transaction_pool_[message.slot].reinjected = true;
      }
    }
    for (std::size_t i = 0; i < claimed.size(); ++i) {
      if (waits[i]) {
        ours.hold(claimed[i]);
      } else if (claimed[i].slot != kNoSlot) {
        into_->transaction_pool_[claimed[i].slot].claim = 0;
        into_->release_if_ready(claimed[i].slot);
      }
    }
  }

  /// Without a slot if the message was dropped.
  void move_claimed(Reinjections::Claimed& claimed) {
    claimed.claim += claims_before_;
    const bool is_there = claimed.slot != kNoSlot &&
                          from_->transaction_pool_[claimed.slot].generation == claimed.generation;
    claimed.slot = is_there ? move_transaction(claimed.slot) : kNoSlot;
    if (!is_there) return;
    Transaction& t = into_->transaction_pool_[claimed.slot];
    t.claim = claimed.claim;
    claimed.generation = t.generation;
  }

  void own_both() {
    into_->world_.own_also(
        from_->world_,
        [&](const SessionKey& key) {
          return SessionKey{renumbered(key.service), key.pid};
        },
        [&](const QueueKey& key) {
          return QueueKey{our_realm(key.realm), key.text()};
        });
  }

  Correlator* into_;
  Correlator* from_;
  std::vector<std::uint32_t> ours_;         ///< Our numbers of their services.
  std::vector<std::uint32_t> new_session_;  ///< By old slot.
  std::vector<std::uint32_t> new_slot_;
  std::uint32_t claims_before_;  ///< Of ours.
};

void Correlator::merge(Correlator& next) { Merge(*this, next).run(); }

}  // namespace smtptally
