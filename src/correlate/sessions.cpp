// The part of the correlator that follows SMTP sessions.

#include <algorithm>

#include "correlate/correlator.hpp"

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
  return event.has_pid ? find_session({event.origin, event.pid}, event.time) : kNoSlot;
}

/// The process has another session from now on, as a later piece knows.
void Correlator::supersede_session(const EventStore::Supersession& later) {
  const std::uint32_t slot = find_session(later.session, later.time);
  if (slot != kNoSlot) {
    close_session(slot);
  } else if (may_be_earlier(later.session)) {
    waiting_.add_supersession(later.session, later.time);
  }
}

std::uint32_t Correlator::open_session(const Event& event) {
  const std::uint32_t slot = session_pool_.take();
  Session& session = session_pool_[slot];
  session.reset();
  session.origin = event.origin;
  session.pid = event.pid;
  session.began = event.time;
  session.last = event.time;
  sessions_.add(slot);
  return slot;
}

/// The session that find_session() knows, or else a new one whose beginning was not seen.
std::uint32_t Correlator::session_for(const Event& event, std::uint32_t known) {
  if (known != kNoSlot || !event.has_pid) return known;
  // The session began before the input, or its connect line was lost.
  ++(*coverage_)[CoverageItem::sessions_cut];
  return open_session(event);
}

ServiceEvidence& Correlator::service_of(std::uint32_t origin) {
  const Origin& from = (*origins_)[origin];
  return services_.of(origin, from.host, from.tag);
}

void Correlator::on_connect(const Event& event) {
  if (!event.has_pid) return;
  const std::uint32_t old = find_session(event);
  if (old != kNoSlot) {
    const Session& session = session_pool_[old];
    if (session.start_seen && session.began == event.time && session.client == event.client) {
      ++(*coverage_)[CoverageItem::duplicate_lines];
      return;
    }
    close_session(old);  // Killed without a disconnect line; the process id came again.
  } else if (const SessionKey process{event.origin, event.pid}; may_be_earlier(process)) {
    if (stands_late(event)) return wait(event);
    // Whatever session of this process the piece before has, it ends here.
    own_sessions_.insert(process);
    waiting_.add_supersession(process, event.time);
  }
  Session& session = session_pool_[open_session(event)];
  session.start_seen = true;
  session.tls = TlsEvidence::plain;
  session.client.assign(event.client);
  ++(*coverage_)[CoverageItem::sessions];
  ++service_of(event.origin).sessions;
}

void Correlator::on_tls(const Event& event) {
  const std::uint32_t known = find_session(event);
  if (may_be_earlier(event, known)) return wait(event);
  ++service_of(event.origin).tls_lines;
  const std::uint32_t slot = session_for(event, known);
  if (slot == kNoSlot) return;
  Session& session = session_pool_[slot];
  session.tls = event.tls;
  if (read_.cipher) session.cipher.assign(event.cipher);
  ++session.tls_lines;
}

void Correlator::on_disconnect(const Event& event) {
  const std::uint32_t slot = find_session(event);
  if (may_be_earlier(event, slot)) return wait(event);
  if (slot == kNoSlot) return;
  Session& session = session_pool_[slot];
  // With another client than the session's, it ends a later session of the process, whose beginning
  // was lost with the end of this one; XCLIENT, which changes the client, is counted.
  const bool of_another = session.start_seen && session.client != event.client;
  if (!of_another || event.statistics.xclient) session.statistics = event.statistics;
  if (session.handshake) session.handshake->ended = true;
  if (event.statistics.starttls > 0) ++service_of(event.origin).starttls_used;
  close_session(slot);
}

void Correlator::close_session(std::uint32_t slot) {
  Session& session = session_pool_[slot];
  session.closed = true;
  sessions_.erase(slot);
  if (remember_emitted_) note_end(session);
  if (session.handshake) end_handshake(session);

  // Now the TLS of the transactions is known for good.
  const bool hidden_tls =
      (*origins_)[session.origin].wrapper || session.statistics.starttls > session.tls_lines;
  const bool proxied = session.proxied || session.statistics.xclient;
  closing_.clear();
  for (const std::uint32_t t_slot : session.open.slots()) {
    Transaction& t = transaction_pool_[t_slot];
    if (t.tls == TlsEvidence::plain && hidden_tls) t.tls = TlsEvidence::not_logged;
    if (proxied) t.tls = TlsEvidence::proxied;
    if (t.status == Transaction::Status::accepted) closing_.push_back(t_slot);
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
  const SessionStatistics& counts = session.statistics;
  // A message that came in BDAT chunks is not in `data`, so that with BDAT nothing is proven.
  if (!counts.present || counts.bdat > 0) return;
  const std::uint32_t remaining =
      counts.data > session.accepted ? counts.data - session.accepted : 0;
  const bool none_left = remaining == 0;
  // Without the beginning of the session, `data` may count transactions that were not seen.
  const bool all_accepted = session.start_seen && remaining == session.open.size();
  if (!none_left && !all_accepted) return;
  deciding_ = session.open.slots();
  for (const std::uint32_t t_slot : deciding_) {
    leave_session(t_slot);
    if (none_left) {
      refute(t_slot);
    } else {
      Transaction& t = transaction_pool_[t_slot];
      // A hold or discard that was said of it is evidence of its own.
      t.by_statistics = !t.marked_cleanup && !t.marked_smtpd;
      accept(t_slot);
    }
  }
  free_session(slot);
}

/// No more lines will come: a hold or discard stands unless the statistics contradict it; the rest
/// stays undecided and is counted as such.
void Correlator::settle(std::uint32_t slot) {
  Session& session = session_pool_[slot];
  const SessionStatistics& counts = session.statistics;
  deciding_ = session.open.slots();
  std::size_t by_cleanup = 0;
  std::size_t by_smtpd = 0;
  for (const std::uint32_t t_slot : deciding_) {
    const Transaction& t = transaction_pool_[t_slot];
    if (t.marked_cleanup) {
      ++by_cleanup;
    } else if (t.marked_smtpd) {
      ++by_smtpd;
    }
  }
  const bool counted = counts.present && counts.bdat == 0;
  const std::size_t remaining = counts.data > session.accepted ? counts.data - session.accepted : 0;
  const bool take_both = counted && session.start_seen && by_cleanup + by_smtpd == remaining;
  const bool take_cleanup = take_both || !counted || by_cleanup <= remaining;
  for (const std::uint32_t t_slot : deciding_) {
    const Transaction& t = transaction_pool_[t_slot];
    const bool accepted = (t.marked_cleanup && take_cleanup) || (t.marked_smtpd && take_both);
    leave_session(t_slot);
    if (accepted) {
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
  if (session.only_marked) return;
  session.only_marked = true;
  deciding_ = session.open.slots();
  for (const std::uint32_t t_slot : deciding_) {
    const Transaction& t = transaction_pool_[t_slot];
    if (t.marked_cleanup || t.marked_smtpd) continue;
    leave_session(t_slot);
    leave_undecided(t_slot);
  }
  if (session.open.empty()) free_session(slot);
}

/// Ends a session that is too old. False if it is not.
bool Correlator::end_aged_session(std::uint32_t slot, Micros now) {
  const Session& session = session_pool_[slot];
  if (session.last + (session.closed ? kTransactionAge : kSessionAge) >= now) return false;
  ++(*coverage_)[CoverageItem::expired_by_age];
  if (session.closed) {
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
