// The part of the correlator that follows TLS handshakes which broke off.

#include <utility>

#include "parse/library_reason.hpp"
#include "postfix/correlator.hpp"

namespace smtptally {
namespace {

/// What the library says of a handshake stands right behind it.
constexpr Micros kLibraryWindow = 2 * kMicrosPerSecond;

BrokenHandshake& handshake_of(Session& session, Micros time) {
  if (!session.handshake) {
    session.handshake = std::make_unique<BrokenHandshake>();
    session.handshake->time = time;
  }
  return *session.handshake;
}

}  // namespace

/// "SSL_accept error from": nothing of this connection can follow but its end.
void Correlator::on_handshake_error(const Event& event) {
  const std::uint32_t known = find_session(event);
  if (may_be_earlier(event, known) && event.has_pid) return wait(event);
  const std::uint32_t slot = session_for(event, known);
  if (slot == kNoSlot) {  // Without a process id nothing ties it to what the library says.
    BrokenHandshake alone;
    alone.time = event.time;
    alone.said.assign(event.reason);
    alone.client.assign(event.client);
    return tell_handshake(alone, {.service = event.service});
  }
  Session& session = session_pool_[slot];
  if (session.handshake && !session.handshake->said.empty()) {
    BrokenHandshake& old = *session.handshake;
    if (old.said == event.reason && old.client == event.client &&
        same_second(old.time, event.time)) {
      ++(*coverage_)[CoverageItem::duplicate_lines];
      return;
    }
    // Another connection of the process: the lines between the two were lost.
    end_handshake(session);
  }
  BrokenHandshake& handshake = handshake_of(session, event.time);
  handshake.said.assign(event.reason);
  handshake.client.assign(event.client);
}

/// "TLS library problem" names nobody: it is of the client that the process serves.
void Correlator::on_library_error(const Event& event) {
  const std::uint32_t slot = find_session(event);
  if (event.has_pid && may_be_earlier(event, slot)) return wait(event);
  if (slot == kNoSlot) return;
  Session& session = session_pool_[slot];
  BrokenHandshake& handshake = handshake_of(session, event.time);
  if (event.time > handshake.time + kLibraryWindow) return;
  const HandshakeReason reason_class = class_of_reason(event.reason);
  // The first tells most: the others follow from it.
  const bool tells_more =
      handshake.library_class == HandshakeReason::other && reason_class != HandshakeReason::other;
  if (!handshake.library.empty() && !tells_more) return;
  handshake.library.assign(event.reason);
  handshake.library_class = reason_class;
}

/// "lost connection after STARTTLS": what it means the statistics tell.
void Correlator::on_lost_starttls(const Event& event) {
  const std::uint32_t slot = find_session(event);
  if (event.has_pid && may_be_earlier(event, slot)) return wait(event);
  if (slot == kNoSlot) return;
  Session& session = session_pool_[slot];
  misses_earlier_ = misses_earlier_ || (!session.start_seen() && watched_.contains(event.time));
  BrokenHandshake& handshake = handshake_of(session, event.time);
  handshake.lost_starttls = true;
  if (handshake.said.empty()) handshake.client.assign(event.client);
}

/// Whether what was seen of the session proves that its handshake broke off.
bool Correlator::is_broken(const BrokenHandshake& handshake, const Session& session) {
  if (!handshake.said.empty()) return true;
  if (!handshake.lost_starttls) return false;
  const SessionStatistics& counts = session.statistics;
  if (counts.present && counts.starttls_failed) return true;
  if (handshake.library.empty()) return false;
  // TLS stood on our side alone: some clients look at the certificate behind their last word.
  if (handshake.library_class == HandshakeReason::certificate) return true;
  return !counts.present && session.tls_lines == 0;
}

void Correlator::end_handshake(Session& session) {
  const auto handshake = std::exchange(session.handshake, nullptr);
  if (is_broken(*handshake, session)) {
    tell_handshake(*handshake, {.service = session.service, .pid = session.pid});
  }
}

void Correlator::tell_handshake(const BrokenHandshake& handshake, const SessionKey& process) {
  const Service& service = (*services_)[process.service];
  if (copies_.was_told(handshake, process, service)) {
    ++(*coverage_)[CoverageItem::duplicate_lines];
    return;
  }
  HandshakeFailure failure;
  failure.time = handshake.time;
  failure.host = service.host;
  failure.service = service.tag;
  failure.client = handshake.client;
  if (!handshake.library.empty()) {
    failure.reason_class = handshake.library_class;
    failure.reason = handshake.library;
  } else {
    // Without a word of the library the connection ended, unless such a word was lost.
    const bool is_lost = is_return_value(handshake.said) && !handshake.ended;
    failure.reason_class = is_lost ? HandshakeReason::other : HandshakeReason::closed;
    failure.reason = handshake.said.empty() ? std::string_view("lost connection") : handshake.said;
  }
  sink_->refused(failure);
}

}  // namespace smtptally
