// SessionFinder: finds a message's session by id, link, reply or estimate.

#include "exchange/session_finder.hpp"

#include <algorithm>
#include <tuple>

namespace smtptally {
namespace {

/// The maximal distance between the "+" row of a session and the session start in tracking. Two
/// processes never use one id within it, because ids count up from the time.
constexpr Micros kStartSlack = 60 * kMicrosPerSecond;

/// The mail of a session with this InternalId; null if the log does not contain it.
const AcceptedMail* mail_with(const ProtocolSession& session, std::uint64_t internal_id) {
  const std::vector<AcceptedMail>& mails = session.mails;
  const auto mail =
      session.mails_rise
          ? std::ranges::lower_bound(mails, internal_id, {}, &AcceptedMail::internal_id)
          : std::ranges::find(mails, internal_id, &AcceptedMail::internal_id);
  return mail == mails.end() || mail->internal_id != internal_id ? nullptr : &*mail;
}

/// The Front End's reply that repeats the Hub's; null if there is none.
const AcceptedMail* copy_of(const ProtocolSession& front, const AcceptedMail& mail) {
  const AcceptedMail* const copy = mail_with(front, mail.internal_id);
  return copy != nullptr && copy->hostname == mail.hostname ? copy : nullptr;
}

}  // namespace

SessionFinder::SessionFinder(const StableList<ProtocolSession>& sessions,
                             const ExchangeOptions& options)
    : options_(&options) {
  std::vector<Place> by_id;
  std::vector<const ProtocolSession*> logins;
  std::vector<Place> by_mail;
  by_id.reserve(sessions.size());
  TextId last_server = 0;
  const auto note_server = [&](TextId address) {
    if (address != last_server && address != 0) server_addresses_.push_back(address);
    last_server = address;
  };
  sessions.for_each([&](const ProtocolSession& session) {
    by_id.push_back({session.id, &session, nullptr});
    if (session.authenticated && !session.hop) logins.push_back(&session);
    note_server(session.local);
    if (session.hop) note_server(session.client);
    for (const AcceptedMail& mail : session.mails) {
      if (mail.numbered) {
        by_mail.push_back({mail_key(mail.hostname, mail.internal_id), &session, &mail});
      } else {
        ++unnumbered_;
      }
    }
  });
  by_id_ = SessionIndex(by_id);
  logins_ = LoginIntervals(logins);
  by_mail_ = SessionIndex(by_mail);
  std::sort(server_addresses_.begin(), server_addresses_.end());
  server_addresses_.erase(std::unique(server_addresses_.begin(), server_addresses_.end()),
                          server_addresses_.end());
}

bool SessionFinder::may_be_hop(const ProtocolSession& session, bool whole) const {
  if (session.hop) return true;
  return !whole && !session.handed_over &&
         std::binary_search(server_addresses_.begin(), server_addresses_.end(), session.client);
}

JoinedSession SessionFinder::of_mail(const ProtocolSession& session,
                                     const AcceptedMail& mail) const {
  const bool whole = session.start_seen && mail.whole_since == 0;
  return may_be_hop(session, whole) ? through_hub(session, &mail, mail.time)
                                    : from_own(session, &mail);
}

/// `mail` is null if the session's log does not contain the message.
JoinedSession SessionFinder::from_own(const ProtocolSession& session, const AcceptedMail* mail) {
  JoinedSession joined;
  joined.tls = mail != nullptr ? mail->tls : session.evidence_of_all();
  joined.session = &session;
  joined.account = mail != nullptr ? mail->user : session.account();
  joined.client = session.client;
  joined.cipher = mail != nullptr ? mail->cipher : session.cipher;
  joined.client_login = mail != nullptr ? mail->authenticated : session.authenticated;
  joined.named = true;
  return joined;
}

/// Finds the client's session on the Front End for a message in a Hub session. `mail` is null if
/// the Hub's log does not contain the message itself.
JoinedSession SessionFinder::through_hub(const ProtocolSession& hub, const AcceptedMail* mail,
                                         Micros time) const {
  JoinedSession joined;
  joined.tls = TlsEvidence::frontend_log_missing;
  const ProxyLink* const link = mail != nullptr ? link_of(hub, *mail) : only_link(hub);
  // XPROXY opens a Hub session for one client session. Other Hub sessions have several XPROXYFROM,
  // each of which counts.
  const auto sees_links = [&] {
    return mail != nullptr ? link->sequence >= mail->whole_since : hub.whole() && hub.ended;
  };
  if (link != nullptr && (link->client || sees_links())) {
    return through_link(hub, *link, mail, time);
  }
  if (mail != nullptr && mail->numbered) {
    const JoinedSession front =
        by_reply(mail_key(mail->hostname, mail->internal_id), mail->message_id);
    if (front.session != nullptr) return front;
  }
  joined.server = hub.links.empty();
  if (!joined.server && mail == nullptr) {
    joined.tls = TlsEvidence::ambiguous;
  } else if (!hub.start_seen) {
    joined.tls = TlsEvidence::start_missing;
  } else if (!hub.whole()) {
    joined.tls = TlsEvidence::rows_missing;
  }
  return joined;
}

/// Finds the Front End session that the Hub's link names.
JoinedSession SessionFinder::through_link(const ProtocolSession& hub, const ProxyLink& link,
                                          const AcceptedMail* mail, Micros time) const {
  JoinedSession joined;
  joined.tls = TlsEvidence::frontend_log_missing;
  joined.client = link.client_address;
  joined.client_login = link.client;
  joined.named = true;
  for (const Place& place : by_id_.find(link.session)) {
    const ProtocolSession& front = *place.session;
    if (&front == &hub || front.hop || front.began > time) continue;
    const bool same_client = link.client_address == 0 || front.client == link.client_address;
    if (!same_client) continue;
    JoinedSession candidate = from_own(front, mail != nullptr ? copy_of(front, *mail) : nullptr);
    candidate.client_login = link.client;
    const bool first = joined.session == nullptr;
    if (!first && (candidate.tls != joined.tls || candidate.account != joined.account)) {
      joined.tls = TlsEvidence::ambiguous;
      joined.session = nullptr;
      joined.account = 0;
      joined.cipher = 0;
      return joined;
    }
    joined = candidate;
  }
  return joined;
}

/// The link that applies to a mail: an XPROXYFROM applies to the transactions behind it, up to the
/// next one. Null if there is none before the mail.
const ProxyLink* SessionFinder::link_of(const ProtocolSession& hub, const AcceptedMail& mail) {
  const auto is_before = [&](const ProxyLink& l) { return l.sequence <= mail.sequence; };
  if (hub.links_rise) {
    const auto next = std::partition_point(hub.links.begin(), hub.links.end(), is_before);
    return next == hub.links.begin() ? nullptr : &*(next - 1);
  }
  const auto last = std::find_if(hub.links.rbegin(), hub.links.rend(), is_before);
  return last == hub.links.rend() ? nullptr : &*last;
}

/// The link if all links of a Hub session name the same session; null if there is none, or several
/// sessions.
const ProxyLink* SessionFinder::only_link(const ProtocolSession& hub) {
  if (hub.links.empty()) return nullptr;
  const ProxyLink& last = hub.links.back();
  const bool one = std::all_of(hub.links.begin(), hub.links.end(),
                               [&](const ProxyLink& l) { return l.session == last.session; });
  return one ? &last : nullptr;
}

const AcceptedMail* SessionFinder::unnumbered_mail(const TrackedMessage& t) const {
  if (unnumbered_ == 0 || t.message_id == 0) return nullptr;
  const ProtocolSession* const session = named_session(t);
  if (session == nullptr) return nullptr;
  const auto mail = std::ranges::find_if(session->mails, [&](const AcceptedMail& m) {
    return !m.numbered && m.message_id == t.message_id;
  });
  return mail == session->mails.end() ? nullptr : &*mail;
}

/// The session that the source-context names: same server, same id, and a compatible start, because
/// ids are unique within one process only. Null if there is none.
const ProtocolSession* SessionFinder::named_session(const TrackedMessage& t) const {
  if (t.session == 0) return nullptr;
  const ProtocolSession* found = nullptr;
  for (const Place& place : by_id_.find(t.session)) {
    const ProtocolSession& session = *place.session;
    const bool both_starts = t.session_start != kEndOfTime && session.start_seen;
    const bool starts_apart = both_starts && (session.began > t.session_start + kStartSlack ||
                                              session.began + kStartSlack < t.session_start);
    if (session.server != t.server || starts_apart) continue;
    if (found == nullptr || mail_with(session, t.internal_id) != nullptr) found = &session;
  }
  return found;
}

/// Finds the session by the Front End's own reply, which names the Hub and the id there.
JoinedSession SessionFinder::by_reply(std::uint64_t key, std::uint64_t message_id) const {
  for (const Place& place : by_mail_.find(key)) {
    const ProtocolSession& session = *place.session;
    const AcceptedMail& mail = *place.mail;
    if (mail.message_id != message_id && message_id != 0) continue;
    if (may_be_hop(session, session.start_seen && mail.whole_since == 0)) continue;
    return from_own(session, &mail);
  }
  return {};
}

JoinedSession SessionFinder::join(const TrackedMessage& t) const {
  JoinedSession joined;
  if (const ProtocolSession* const session = named_session(t)) {
    const AcceptedMail* mail = mail_with(*session, t.internal_id);
    if (mail == nullptr) mail = unnumbered_mail(t);
    const bool whole = mail != nullptr ? session->start_seen && mail->whole_since == 0
                                       : session->whole() && session->ended;
    // Tracking names the client itself, even through a Front End.
    const bool is_peer = !t.has_client || t.client == session->client;
    if (is_peer && !may_be_hop(*session, whole)) return from_own(*session, mail);
    // An export prints whole seconds or minutes; the session's start is exact.
    const Micros time = t.session_start == kEndOfTime ? t.time : std::max(t.time, t.session_start);
    joined = through_hub(*session, mail, time);
    if (joined.session != nullptr) return joined;
  }
  const JoinedSession front = by_reply(mail_key(t.server, t.internal_id), t.message_id);
  if (front.session != nullptr) return front;
  // If the Hub names a session that is missing, the message belongs to no other one.
  return joined.named ? joined : estimate(t, joined);
}

/// Estimates the session of mail through a Front End by client address and time, only if all
/// possible sessions agree. Their other properties are taken from the session that ended first in
/// the log.
JoinedSession SessionFinder::estimate(const TrackedMessage& t, const JoinedSession& without) const {
  if (!options_->estimates || t.origin != TrackedMessage::Origin::client || !t.proxied) {
    return without;
  }
  const ProtocolSession* first = nullptr;
  bool one_tls = true;
  bool one_account = true;
  logins_.each_between(
      t.client, t.time - kEstimateSlack, t.time, [&](const ProtocolSession& front) {
        const TlsEvidence tls = front.evidence_of_all();
        // A message that the session accepted itself was not handed over.
        if (front.connector == t.connector || !front.mails.empty()) return true;
        if ((t.said_tls && tls == TlsEvidence::proven_plain) ||
            (t.said_plain && tls != TlsEvidence::proven_plain)) {
          return true;
        }
        if (first != nullptr) {
          one_tls = tls == first->evidence_of_all();
          one_account = one_account && front.account() == first->account();
        }
        if (first == nullptr ||
            std::tie(front.closed, front.opened) < std::tie(first->closed, first->opened)) {
          first = &front;
        }
        return one_tls;
      });
  if (first == nullptr) return without;
  if (!one_tls) {
    JoinedSession ambiguous = without;
    ambiguous.tls = TlsEvidence::ambiguous;
    return ambiguous;
  }
  JoinedSession joined = from_own(*first, nullptr);
  if (!one_account) joined.account = 0;  // The TLS is certain, the user is not.
  joined.estimated = true;
  return joined;
}

}  // namespace smtptally
