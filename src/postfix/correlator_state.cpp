// The part of the correlator that writes what is open, and reads it.

#include <algorithm>
#include <cassert>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <tsl/robin_set.h>

#include "postfix/correlator.hpp"
#include "postfix/state_fields.hpp"

namespace smtptally {
namespace {

/// No slot is in a state: what belongs together is written together, and lists in the order of
/// their bytes, so that equal states are equal bytes.
void write_sorted(ByteWriter& out, std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  out.count(parts.size());
  for (const std::string& part : parts) out.raw(part);
}

/// When a transaction comes to the front of a queue of those that are forgotten.
void write_time(ByteWriter& out, Micros time) {
  out(time != kEndOfTime);
  if (time != kEndOfTime) out(time);
}

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

class Correlator::StateWriter {
 public:
  StateWriter(Correlator& from, ByteWriter& out)
      : from_(&from), out_(&out), services_(*from.services_) {}

  void run() {
    note_times(removed_, from_->removed_);
    note_times(removed_, from_->removed_loopback_);
    note_times(refuted_, from_->refuted_);
    number_claims();
    name_services();
    services_.write(*out_);
    out_->bound(from_->now_);
    (*out_)(from_->misses_earlier_);
    write_sessions();
    write_standing();
    from_->copies_.write(*out_, services_);
    if (from_->world_.is_open()) from_->world_.write(*out_, services_, claims_);
  }

 private:
  /// Nothing is forgotten before what stands in front of it in the queue.
  void note_times(std::vector<Micros>& times, const std::deque<Removed>& queue) const {
    times.resize(from_->transaction_pool_.size(), kEndOfTime);
    Micros latest = kBeginningOfTime;
    for (const Removed& r : queue) {
      latest = std::max(latest, r.at);
      if (from_->transaction_pool_[r.slot].generation == r.generation) times[r.slot] = latest;
    }
  }

  void number_claims() {
    claims_.resize(from_->world_.second_passes().count() + std::size_t{1});
    std::vector<std::uint32_t> claimed;
    for (const Reinjections::Claimed& c : from_->world_.second_passes().claimed()) {
      claimed.push_back(c.claim);
    }
    std::sort(claimed.begin(), claimed.end());
    for (std::uint32_t i = 0; i < claimed.size(); ++i) claims_[claimed[i]] = i + 1;
  }

  template <class Take>
  void each_session(const Take& take) const {
    from_->sessions_.for_each(take);
    for (const std::uint32_t slot : from_->undecided_.slots()) take(slot);
  }
  /// Those that need no session any more.
  template <class Take>
  void each_standing(const Take& take) const {
    const Pool<Transaction>& pool = from_->transaction_pool_;
    from_->transactions_.for_each([&](std::uint32_t slot) {
      if (pool[slot].session == kNoSlot) take(slot);
    });
    for (const Reinjections::Claimed& c : from_->world_.second_passes().claimed()) {
      const bool is_there = c.slot != kNoSlot && pool[c.slot].generation == c.generation;
      if (is_there && pool[c.slot].session == kNoSlot && !pool[c.slot].in_map) take(c.slot);
    }
  }

  void name_services() {
    each_session([&](std::uint32_t slot) {
      const Session& session = from_->session_pool_[slot];
      services_.name(session.service);
      for (const std::uint32_t t : session.open.slots()) name_service_of(t);
    });
    each_standing([&](std::uint32_t slot) { name_service_of(slot); });
    from_->copies_.name_services(services_);
    if (from_->world_.is_open()) from_->world_.name_services(services_);
  }
  void name_service_of(std::uint32_t transaction) {
    services_.name(from_->transaction_pool_[transaction].service);
  }

  void write_sessions() {
    std::vector<std::string> parts;
    from_->sessions_.for_each([&](std::uint32_t slot) { parts.push_back(session_of(slot)); });
    write_sorted(*out_, std::move(parts));
    parts.clear();
    for (const std::uint32_t slot : from_->undecided_.slots()) {
      ByteWriter part;
      part.raw(session_of(slot));
      part(from_->session_pool_[slot].phase == Session::Phase::only_marked);
      parts.push_back(part.take());
    }
    write_sorted(*out_, std::move(parts));
  }

  [[nodiscard]] std::string session_of(std::uint32_t slot) const {
    const Session& session = from_->session_pool_[slot];
    ByteWriter part;
    part(services_.number_of(session.service));
    const SessionFacts& facts = session;
    session_fields(part, facts);
    part(session.client, session.cipher, session.handshake != nullptr);
    if (session.handshake) handshake_fields(part, std::as_const(*session.handshake));
    std::vector<std::string> open;
    for (const std::uint32_t t : session.open.slots()) {
      open.push_back(transaction_of(t, session.noqueue == t));
    }
    write_sorted(part, std::move(open));
    return part.take();
  }

  void write_standing() {
    std::vector<std::string> parts;
    each_standing([&](std::uint32_t slot) { parts.push_back(transaction_of(slot, false)); });
    write_sorted(*out_, std::move(parts));
  }

  [[nodiscard]] std::string transaction_of(std::uint32_t slot, bool is_noqueue) const {
    const Transaction& t = from_->transaction_pool_[slot];
    ByteWriter part;
    part(services_.number_of(t.service));
    const TransactionFacts& facts = t;
    transaction_fields(part, facts);
    for (std::size_t i = 0; i < Transaction::kTexts; ++i) part.text(t.texts[i]);
    part(claims_[t.claim], is_noqueue);
    write_time(part, removed_[slot]);
    write_time(part, refuted_[slot]);
    return part.take();
  }

  Correlator* from_;
  ByteWriter* out_;
  ServiceOrder services_;
  std::vector<Micros> removed_;  ///< By slot; kEndOfTime for none.
  std::vector<Micros> refuted_;
  std::vector<std::uint32_t> claims_;  ///< Their numbers in the state.
};

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
  void require_own() {
    if (in_->failed()) return;
    tsl::robin_set<QueueKey, HashOfKey> own_ids;
    tsl::robin_set<SessionKey, HashOfKey> own_processes;
    into_->world_.waiting().for_each(
        QueueIdFilter::all(),
        [&](Event event, Micros /*clock*/) {
          event.queue.realm = (*into_->services_)[event.service].realm;
          if (event.kind == EventKind::client) own_ids.erase(event.queue);
          if (event.kind == EventKind::requeued && event.opened_id.size() <= kMaxQueueId) {
            own_ids.erase({event.queue.realm, event.opened_id});
          }
          if (opens_session(event)) own_processes.erase(SessionKey{event.service, event.pid});
        },
        [&](const WaitingEvents::Supersession& later) {
          if (later.queue.empty()) {
            own_processes.insert(later.session);
          } else {
            const std::uint32_t service = later.session.service;
            own_ids.insert({(*into_->services_)[service].realm, later.queue.text()});
          }
        });
    bool is_own = true;
    into_->sessions_.for_each([&](std::uint32_t slot) {
      is_own = is_own && own_processes.contains(into_->session_pool_[slot].map_key());
    });
    into_->transactions_.for_each([&](std::uint32_t slot) {
      is_own = is_own && own_ids.contains(into_->transaction_pool_[slot].key);
    });
    in_->require(is_own, "something belongs to the part before");
  }

  Correlator* into_;
  ByteReader* in_;
  ServicesRead services_;
  std::vector<Reinjections::Claimed> claimed_;
};

void Correlator::write_open(ByteWriter& out) {
  // As finish() does. What is too old would be kept for ever by runs of less than an hour.
  forget_removed(now_);
  expire(now_);
  StateWriter(*this, out).run();
}

void Correlator::write_purpose(ByteWriter& out) const {
  out(world_.is_open(), link_filters_ == LinkFilters::yes);
  out(read_.mechanism, read_.client, read_.cipher, read_.envelope_sender);
  for (const TimeRange& range : {range_, watched_, before_.value_or(TimeRange())}) {
    out.bound(range.since);
    out.bound(range.until);
  }
  out(before_.has_value());
}

void Correlator::read_open(ByteReader& in) {
  assert(session_pool_.size() == 0 && transaction_pool_.size() == 0);
  StateReader(*this, in).run();
}

}  // namespace smtptally
