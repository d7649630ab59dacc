// The part of the correlator that follows SMTP sessions.

#include <algorithm>

#include "postfix/correlator.hpp"
#include "postfix/verdict.hpp"
#include "text/same_text.hpp"

namespace smtptally {

[[gnu::always_inline]] inline std::uint32_t Correlator::find_session(const SessionKey& key,
                                                                     Micros time) {
  const std::uint32_t slot = sessions_.find(key);
  if (slot == kNoSlot) return kNoSlot;
  Session& session = session_pool_[slot];
  if (session.last + kSessionAge < time && end_aged_session(slot, time)) return kNoSlot;
  session.last = std::max(session.last, time);
  return slot;
}

std::uint32_t Correlator::find_session(const Event& event) {
  return event.has_pid ? find_session({event.service, event.pid}, event.time) : kNoSlot;
}

/// The process has another session from now on, as a later piece knows.
void Correlator::supersede_session(const WaitingEvents::Supersession& later) {
  const std::uint32_t slot = find_session(later.session, later.time);
  if (slot != kNoSlot) {
    close_session(slot);
  } else {
    world_.supersede_before(later.session, later.time);
  }
}

std::uint32_t Correlator::open_session(const Event& event) {
  const std::uint32_t slot = session_pool_.take();
  Session& session = session_pool_[slot];
  session.reset();
  session.service = event.service;
  session.pid = event.pid;
  session.began = event.time;
  session.last = event.time;
  sessions_.add(slot);
  return slot;
}

/// Of another client than the one that is known, or of none.
std::uint32_t Correlator::other_session(const Event& event, std::uint32_t known) {
  if (!event.has_pid) return kNoSlot;
  if (known != kNoSlot) return take_over(event, known);
  // The session began before the input, or its connect line was lost.
  ++(*coverage_)[CoverageItem::sessions_cut];
  const std::uint32_t slot = open_session(event);
  session_pool_[slot].client.assign(event.client);
  return slot;
}

/// A process serves one client at a time: a line of another client, or a second TLS line, is of a
/// later session, whose beginning was lost with the end of the one that is known. Or it is of the
/// same one, in which XCLIENT changed the client; that stands in the statistics at its end.
[[gnu::noinline]] std::uint32_t Correlator::take_over(const Event& event, std::uint32_t known) {
  const Session& before = session_pool_[known];
  const bool follows_start = before.start != Session::Start::unseen && before.transactions == 0;
  const bool next_marked = before.next_marked;
  close_session(known);
  if (!follows_start) ++(*coverage_)[CoverageItem::sessions_cut];
  const std::uint32_t slot = open_session(event);
  Session& session = session_pool_[slot];
  session.client.assign(event.client);
  if (follows_start) session.start = Session::Start::follows;
  session.next_marked = next_marked;
  return slot;
}

ServiceEvidence& Correlator::service_of(std::uint32_t service) {
  if (ServiceEvidence* const known = evidence_.find(service); known != nullptr) return *known;
  const Service& from = (*services_)[service];
  return evidence_.learn(service, from.host, from.tag);
}

void Correlator::on_connect(const Event& event) {
  if (!event.has_pid) return;
  const std::uint32_t old = find_session(event);
  if (old != kNoSlot) {
    const Session& session = session_pool_[old];
    // Behind other lines of the session it is no copy: a client may come twice in a second.
    const bool nothing_since = session.tls_lines == 0 && session.transactions == 0;
    if (session.start_seen() && nothing_since && session.began == event.time &&
        session.client == event.client) {
      ++(*coverage_)[CoverageItem::duplicate_lines];
      return;
    }
    close_session(old);  // Killed without a disconnect line; the process id came again.
  } else if (const SessionKey process{event.service, event.pid}; world_.may_be_earlier(process)) {
    if (world_.stands_late(event)) return wait(event);
    world_.begin(process, event.time);
  }
  Session& session = session_pool_[open_session(event)];
  session.start = Session::Start::seen;
  session.tls = TlsEvidence::plain;
  session.client.assign(event.client);
  ++(*coverage_)[CoverageItem::sessions];
  ++service_of(event.service).sessions;
}

void Correlator::on_tls(const Event& event) {
  const std::uint32_t known = find_session(event);
  if (may_be_earlier(event, known)) return wait(event);
  ++service_of(event.service).tls_lines;
  std::uint32_t slot = session_for(event, known);
  if (slot == kNoSlot) return;
  if (session_pool_[slot].tls_lines > 0) {
    const Session& session = session_pool_[slot];
    if (session.tls_at == event.time && session.tls == event.tls) {
      ++(*coverage_)[CoverageItem::duplicate_lines];
      return;
    }
    slot = take_over(event, slot);
  }
  Session& session = session_pool_[slot];
  session.tls = event.tls;
  session.tls_at = event.time;
  if (read_.cipher) session.cipher.assign(event.cipher);
  ++session.tls_lines;
  session.transactions_plain = session.transactions;
}

void Correlator::on_disconnect(const Event& event) {
  const std::uint32_t slot = find_session(event);
  if (may_be_earlier(event, slot)) return wait(event);
  if (slot == kNoSlot) return;
  Session& session = session_pool_[slot];
  // With another client than the session's, it ends a later session of the process, whose beginning
  // was lost with the end of this one; XCLIENT, which changes the client, is counted.
  session.end_seen = same_text(session.client, event.client) || event.statistics.xclient;
  if (session.end_seen) session.statistics = event.statistics;
  if (session.handshake) session.handshake->ended = true;
  if (event.statistics.starttls > 0) ++service_of(event.service).starttls_used;
  close_session(slot);
}

/// What the end of a session tells of its service.
[[gnu::always_inline]] inline void Correlator::note_statistics(const Session& session) {
  const SessionStatistics& counts = session.statistics;
  if (session.start == Session::Start::follows && !counts.xclient) {
    ++(*coverage_)[CoverageItem::sessions_cut];
  }
  if (!counts.present) return;
  const auto lies_in = [&](const TimeRange& range) {
    return range.contains(session.began) && range.contains(session.last);
  };
  const bool own_tls = session.tls_lines > 0 && transactions_of_others(session) == 0;
  const bool implicit = own_tls && counts.starttls == 0;
  if (lies_in(range_)) {
    ServiceEvidence& service = service_of(session.service);
    ++service.with_statistics;
    if (implicit) ++service.implicit_tls;
  }
  if (before_ && lies_in(*before_)) {
    ServiceEvidence::Before& before = service_of(session.service).before;
    ++before.with_statistics;
    if (implicit) ++before.implicit_tls;
  }
}

void Correlator::close_session(std::uint32_t slot) {
  Session& session = session_pool_[slot];
  session.phase = Session::Phase::undecided;
  sessions_.erase(slot);
  copies_.note_end(session);
  note_statistics(session);
  if (session.handshake) end_handshake(session);

  // Now the TLS of the transactions is known for good.
  const Service& service = (*services_)[session.service];
  closing_.clear();
  for (const std::uint32_t t_slot : session.open.slots()) {
    Transaction& t = transaction_pool_[t_slot];
    t.tls = proven_tls(session, t, service);
    if (t.phase == Transaction::Phase::accepted) closing_.push_back(t_slot);
  }
  for (const std::uint32_t t_slot : closing_) {
    leave_session(t_slot);
    release_if_ready(t_slot);
  }
  if (session.open.empty()) {
    session_pool_.give_back(slot);
    return;
  }
  undecided_.add(session_pool_, slot);
  resolve(slot);
}

/// Decides the open transactions of a closed session as far as its statistics prove anything.
void Correlator::resolve(std::uint32_t slot) {
  Session& session = session_pool_[slot];
  if (session.open.empty()) return free_session(slot);
  const Verdict verdict = verdict_on_open(session, session.open.size());
  if (verdict == Verdict::undecided) return;
  deciding_ = session.open.slots();
  for (const std::uint32_t t_slot : deciding_) {
    leave_session(t_slot);
    if (verdict == Verdict::none_taken) {
      refute(t_slot);
    } else {
      Transaction& t = transaction_pool_[t_slot];
      t.by_statistics = !t.is_marked();  // A mark is evidence of its own.
      accept(t_slot);
    }
  }
  free_session(slot);
}

/// No more lines will come: the marks that stand decide, and the rest stays undecided and is
/// counted as such.
void Correlator::settle(std::uint32_t slot) {
  Session& session = session_pool_[slot];
  deciding_ = session.open.slots();
  MarkCounts marked;
  for (const std::uint32_t t_slot : deciding_) marked.count(transaction_pool_[t_slot]);
  const StandingMarks standing = marks_that_stand(session, marked);
  for (const std::uint32_t t_slot : deciding_) {
    leave_session(t_slot);
    if (stands(standing, transaction_pool_[t_slot])) {
      accept(t_slot);
    } else {
      leave_undecided(t_slot);
    }
  }
  free_session(slot);
}

/// Drops the transactions of a closed session that nothing more will be said of. Those that a hold
/// or discard marks may still be released, days later.
void Correlator::give_up_unmarked(std::uint32_t slot) {
  Session& session = session_pool_[slot];
  if (session.phase == Session::Phase::only_marked) return;
  session.phase = Session::Phase::only_marked;
  deciding_ = session.open.slots();
  for (const std::uint32_t t_slot : deciding_) {
    if (transaction_pool_[t_slot].is_marked()) continue;
    leave_session(t_slot);
    leave_undecided(t_slot);
  }
  if (session.open.empty()) free_session(slot);
}

/// Ends a session that is too old. False if it is not.
bool Correlator::end_aged_session(std::uint32_t slot, Micros now) {
  const Session& session = session_pool_[slot];
  if (session.last + (session.has_ended() ? kTransactionAge : kSessionAge) >= now) return false;
  ++(*coverage_)[CoverageItem::expired_by_age];
  if (session.has_ended()) {
    settle(slot);
  } else {
    close_session(slot);
  }
  return true;
}

/// Requires that it is closed and was undecided.
void Correlator::free_session(std::uint32_t slot) {
  undecided_.remove(session_pool_, slot);
  session_pool_.give_back(slot);
}

}  // namespace smtptally
