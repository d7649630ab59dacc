// The part of the correlator that reads what was open.

#include <algorithm>
#include <cassert>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "postfix/correlator.hpp"
#include "postfix/state_fields.hpp"

namespace smtptally {
namespace {

/// When a transaction comes to the front of a queue of those that are forgotten.
std::optional<Micros> read_time(ByteReader& in) {
  bool is_there = false;
  in(is_there);
  Micros time = 0;
  if (is_there) in(time);
  return is_there ? std::optional(time) : std::nullopt;
}

/// Where none of its process is known.
bool opens_session(const Event& event) {
  return event.has_pid &&
         (event.kind == EventKind::connect || event.kind == EventKind::tls ||
          event.kind == EventKind::client || event.kind == EventKind::client_noqueue ||
          event.kind == EventKind::handshake_error);
}

}  // namespace

class Correlator::StateReader {
 public:
  StateReader(Correlator& into, ByteReader& in)
      : into_(&into), in_(&in), services_(in, *into.services_) {}

  void run() {
    in_->bound(into_->now_);
    in_->require(into_->now_ != kEndOfTime, "its time is out of range");
    (*in_)(into_->misses_earlier_);
    each([&] { read_running(); });
    each([&] { read_undecided(); });
    each([&] { read_standing(); });
    for (std::deque<Removed>* const queue :
         {&into_->removed_, &into_->removed_loopback_, &into_->refuted_}) {
      std::stable_sort(queue->begin(), queue->end(),
                       [](const Removed& a, const Removed& b) { return a.at < b.at; });
    }
    into_->copies_.read(*in_, services_);
    if (into_->world_.is_open()) read_world();
  }

 private:
  template <class Read>
  void each(const Read& read) {
    for (std::size_t left = in_->count(); left > 0 && !in_->failed(); --left) read();
  }

  void read_running() {
    const std::uint32_t slot = read_session(Transaction::Phase::accepted);
    const SessionKey key = into_->session_pool_[slot].map_key();
    in_->require(into_->sessions_.find(key) == kNoSlot, "a session stands twice");
    if (!in_->failed()) into_->sessions_.add(slot);
  }

  void read_undecided() {
    const std::uint32_t slot = read_session(Transaction::Phase::open);
    bool only_marked = false;
    (*in_)(only_marked);
    Session& session = into_->session_pool_[slot];
    session.phase = only_marked ? Session::Phase::only_marked : Session::Phase::undecided;
    in_->require(!session.open.empty(), "a session has nothing to decide");
    into_->undecided_.add(into_->session_pool_, slot);
  }

  /// With open transactions up to this phase.
  [[nodiscard]] std::uint32_t read_session(Transaction::Phase last) {
    const std::uint32_t slot = into_->session_pool_.take();
    Session& session = into_->session_pool_[slot];
    session.reset();
    session.service = services_.take(*in_);
    SessionFacts& facts = session;
    session_fields(*in_, facts);
    bool has_handshake = false;
    (*in_)(session.client, session.cipher, has_handshake);
    if (has_handshake) {
      session.handshake = std::make_unique<BrokenHandshake>();
      handshake_fields(*in_, *session.handshake);
    }
    each([&] {
      bool is_noqueue = false;
      const std::uint32_t t_slot = read_transaction(is_noqueue);
      Transaction& t = into_->transaction_pool_[t_slot];
      const bool may_be = t.phase == Transaction::Phase::open || t.phase == last;
      in_->require(may_be, "a message is not as its session");
      in_->require(!is_noqueue || (session.noqueue == kNoSlot && !t.has_queue_id()),
                   "a session has two messages at a time");
      if (is_noqueue) session.noqueue = t_slot;
      t.session = slot;
      session.open.add(into_->transaction_pool_, t_slot);
    });
    return slot;
  }

  void read_standing() {
    bool is_noqueue = false;
    const Transaction& t = into_->transaction_pool_[read_transaction(is_noqueue)];
    in_->require(!is_noqueue && (t.in_map || t.claim != 0), "a message belongs to nothing");
  }

  [[nodiscard]] std::uint32_t read_transaction(bool& is_noqueue) {
    const std::uint32_t slot = into_->transaction_pool_.take();
    Transaction& t = into_->transaction_pool_[slot];
    t.reset();
    t.service = services_.take(*in_);
    TransactionFacts& facts = t;
    transaction_fields(*in_, facts);
    for (std::size_t i = 0; i < Transaction::kTexts; ++i) t.texts.set(i, in_->text());
    (*in_)(t.claim, is_noqueue);
    const std::optional<Micros> removed = read_time(*in_);
    const std::optional<Micros> refuted = read_time(*in_);
    const bool fits = t.in_map ? t.has_queue_id() : t.phase != Transaction::Phase::refuted;
    in_->require(fits && t.phase != Transaction::Phase::unused, "a message is not as its phase");
    in_->require(t.claim == 0 || into_->world_.is_open(), "a claim is of no part of a log");
    if (in_->failed()) return slot;
    if (t.has_queue_id()) t.key.realm = (*into_->services_)[t.service].realm;
    if (t.in_map) add_to_map(slot);
    if (removed)
      (t.from_loopback ? into_->removed_loopback_ : into_->removed_)
          .push_back({slot, t.generation, *removed});
    if (refuted) into_->refuted_.push_back({slot, t.generation, *refuted});
    if (t.claim != 0) claimed_.push_back({t.claim, slot, t.generation, t.time});
    return slot;
  }

  void add_to_map(std::uint32_t slot) {
    const bool is_new = into_->transactions_.find(into_->transaction_pool_[slot].key) == kNoSlot;
    if (is_new) return into_->transactions_.add(slot);
    into_->transaction_pool_[slot].in_map = false;
    in_->fail("a queue id stands twice");
  }

  void read_world() {
    const std::uint32_t claims = into_->world_.read(*in_, services_);
    require_own();
    std::vector<bool> is_known(claims + std::size_t{1});
    Reinjections& ours = into_->world_.second_passes();
    for (const Reinjections::Claimed& message : claimed_) {
      if (message.claim > claims || is_known[message.claim]) return in_->fail("a claim is none");
      is_known[message.claim] = true;
      ours.hold(message);
    }
    // Of messages that were dropped meanwhile.
    for (std::uint32_t claim = 1; claim <= claims; ++claim) {
      if (!is_known[claim]) ours.hold({.claim = claim, .slot = kNoSlot});
    }
    ours.expect(claims);
  }

  /// What is in a map here must not be in the way of what the part before has, or will have when
  /// the events that wait are replayed: see Merge.
  ///
  /// PERF: looks up what waits among what is open, which is little. Sets of all that waits took a
  /// fifth of the time of a merge, and half of its memory.
  void require_own() {
    if (in_->failed()) return;
    std::vector<bool> own_session(into_->session_pool_.size());
    std::vector<bool> own_message(into_->transaction_pool_.size());
    const auto note_session = [&](const SessionKey& process, bool is_own) {
      const std::uint32_t slot = into_->sessions_.find(process);
      if (slot != kNoSlot) own_session[slot] = is_own;
    };
    const auto note_message = [&](const QueueKey& queue, bool is_own) {
      const std::uint32_t slot = into_->transactions_.find(queue);
      if (slot != kNoSlot) own_message[slot] = is_own;
    };
    into_->world_.waiting().for_each(
        QueueIdFilter::all(),
        [&](Event event, Micros /*clock*/) {
          event.queue.realm = (*into_->services_)[event.service].realm;
          if (event.kind == EventKind::client) note_message(event.queue, false);
          if (event.kind == EventKind::requeued && event.opened_id.size() <= kMaxQueueId) {
            note_message({event.queue.realm, event.opened_id}, false);
          }
          if (opens_session(event)) note_session({event.service, event.pid}, false);
        },
        [&](const WaitingEvents::Supersession& later) {
          const std::uint32_t service = later.session.service;
          if (later.queue.empty()) {
            note_session(later.session, true);
          } else {
            note_message({(*into_->services_)[service].realm, later.queue.text()}, true);
          }
        });
    bool is_own = true;
    into_->sessions_.for_each([&](std::uint32_t slot) { is_own = is_own && own_session[slot]; });
    into_->transactions_.for_each(
        [&](std::uint32_t slot) { is_own = is_own && own_message[slot]; });
    in_->require(is_own, "something belongs to the part before");
  }

  Correlator* into_;
  ByteReader* in_;
  ServicesRead services_;
  std::vector<Reinjections::Claimed> claimed_;
};

void Correlator::read_open(ByteReader& in) {
  assert(session_pool_.size() == 0 && transaction_pool_.size() == 0);
  StateReader(*this, in).run();
}

}  // namespace smtptally
