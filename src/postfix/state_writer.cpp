// The part of the correlator that writes what is open.

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

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
    // In the order in which they began: of two with one queue id the first is told.
    std::vector<std::pair<std::uint32_t, std::string>> open;
    for (const std::uint32_t t : session.open.slots()) {
      open.emplace_back(from_->transaction_pool_[t].number,
                        transaction_of(t, session.noqueue == t));
    }
    std::sort(open.begin(), open.end());
    part.count(open.size());
    for (const auto& [number, transaction] : open) part.raw(transaction);
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

}  // namespace smtptally
