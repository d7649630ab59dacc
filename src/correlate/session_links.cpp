#include "correlate/session_links.hpp"

#include <algorithm>
#include <tuple>

namespace smtptally {
namespace {

/// The row "+" of a session stands within this time of the session start that tracking names. Two
/// processes never give one id so close to each other: ids count up from the time.
constexpr Micros kStartSlack = 60 * kMicrosPerSecond;

}  // namespace

SessionLinks::SessionLinks(const Chunks<ProtocolSession>& sessions, const ExchangeOptions& options)
    : options_(&options) {
  std::vector<Place> by_id;
  std::vector<const ProtocolSession*> logins;
  std::vector<Place> by_mail;
  by_id.reserve(sessions.size());
  sessions.for_each([&](const ProtocolSession& session) {
    by_id.push_back({session.id, &session, nullptr});
    if (session.authenticated && !session.hop) logins.push_back(&session);
    for (const AcceptedMail& mail : session.mails) {
      by_mail.push_back({mail_key(mail.hostname, mail.internal_id), &session, &mail});
    }
  });
  by_id_ = PlaceIndex(by_id);
  logins_ = LoginTimes(logins);
  by_mail_ = PlaceIndex(by_mail);
}

JoinedSession SessionLinks::of_mail(const ProtocolSession& session,
                                    const AcceptedMail& mail) const {
  return session.hop ? through_hub(session, &mail, mail.time) : from_own(session);
}

JoinedSession SessionLinks::from_own(const ProtocolSession& session) const {
  JoinedSession joined;
  joined.tls = session.evidence();
  joined.session = &session;
  joined.account = session.account();
  joined.client = session.client;
  joined.client_login = session.authenticated;
  return joined;
}

/// From a message in a Hub session to the client's session on the Front End. `mail` is null where
/// the Hub's log does not show the message itself.
JoinedSession SessionLinks::through_hub(const ProtocolSession& hub, const AcceptedMail* mail,
                                        Micros time) const {
  JoinedSession joined;
  const ProxyLink* link = nullptr;
  if (mail != nullptr) {
    link = link_of(hub, *mail);
  } else if (!hub.links.empty()) {
    link = &hub.links.back();
    const bool one = std::all_of(hub.links.begin(), hub.links.end(),
                                 [&](const ProxyLink& l) { return l.session == link->session; });
    if (!one) {
      joined.tls = TlsEvidence::ambiguous;
      return joined;
    }
  }
  joined.tls = TlsEvidence::frontend_log_missing;
  if (link == nullptr) return joined;
  joined.client_login = link->client;
  joined.client = link->client_address;
  bool first = true;
  for (const Place& place : by_id_.find(link->session)) {
    const ProtocolSession& front = *place.session;
    if (&front == &hub || front.hop || front.began > time) continue;
    const bool same_client = link->client_address == 0 || front.client == link->client_address;
    if (!same_client) continue;
    const JoinedSession candidate = from_own(front);
    if (!first && (candidate.tls != joined.tls || candidate.account != joined.account)) {
      joined.tls = TlsEvidence::ambiguous;
      joined.session = nullptr;
      joined.account = 0;
      return joined;
    }
    const bool login = joined.client_login;
    joined = candidate;
    joined.client_login = login;
    first = false;
  }
  return joined;
}

/// The link in force for a mail: an XPROXYFROM speaks for the transactions behind it, up to the
/// next one. Null if none stands before it.
const ProxyLink* SessionLinks::link_of(const ProtocolSession& hub, const AcceptedMail& mail) {
  const auto is_before = [&](const ProxyLink& l) { return l.sequence <= mail.sequence; };
  if (hub.links_rise) {
    const auto next = std::partition_point(hub.links.begin(), hub.links.end(), is_before);
    return next == hub.links.begin() ? nullptr : &*std::prev(next);
  }
  const auto last = std::find_if(hub.links.rbegin(), hub.links.rend(), is_before);
  return last == hub.links.rend() ? nullptr : &*last;
}

/// The mail of a session that has this InternalId; null where its log does not show it.
const AcceptedMail* SessionLinks::mail_of(const ProtocolSession& session, const TrackedMessage& t) {
  const std::vector<AcceptedMail>& mails = session.mails;
  const auto mail =
      session.mails_rise
          ? std::ranges::lower_bound(mails, t.internal_id, {}, &AcceptedMail::internal_id)
          : std::ranges::find(mails, t.internal_id, &AcceptedMail::internal_id);
  return mail == mails.end() || mail->internal_id != t.internal_id ? nullptr : &*mail;
}

/// The session that the source-context names: the same server, the same id, and a start that does
/// not say otherwise, because ids are unique in one process only. Null if there is none.
const ProtocolSession* SessionLinks::named_session(const TrackedMessage& t) const {
  if (t.session == 0) return nullptr;
  const ProtocolSession* found = nullptr;
  for (const Place& place : by_id_.find(t.session)) {
    const ProtocolSession& session = *place.session;
    const bool both_starts = t.session_start != kEndOfTime && session.start_seen;
    const bool starts_apart = both_starts && (session.began > t.session_start + kStartSlack ||
                                              session.began + kStartSlack < t.session_start);
    if (session.server != t.server || starts_apart) continue;
    if (found == nullptr || mail_of(session, t) != nullptr) found = &session;
  }
  return found;
}

JoinedSession SessionLinks::join(const TrackedMessage& t) const {
  if (const ProtocolSession* const session = named_session(t)) {
    if (!session->hop) return from_own(*session);
    const JoinedSession joined = through_hub(*session, mail_of(*session, t), t.time);
    return joined.session == nullptr ? estimate(t, joined) : joined;
  }
  // The Front End's own reply names the Hub and the id there.
  for (const Place& place : by_mail_.find(mail_key(t.server, t.internal_id))) {
    const ProtocolSession& session = *place.session;
    const AcceptedMail& mail = *place.mail;
    if (session.hop || (mail.message_id != t.message_id && t.message_id != 0)) continue;
    return from_own(session);
  }
  return estimate(t, JoinedSession{});
}

/// Case B: client address and time. Only when all sessions that it could have been agree; of their
/// other facts it tells those of the one that ended first in the log.
JoinedSession SessionLinks::estimate(const TrackedMessage& t, const JoinedSession& without) const {
  if (!options_->estimates || t.origin != TrackedMessage::Origin::client || !t.has_client)
    return without;
  const ProtocolSession* first = nullptr;
  bool one_tls = true;
  bool one_account = true;
  logins_.each_between(
      t.client, t.time - kEstimateSlack, t.time, [&](const ProtocolSession& front) {
        const TlsEvidence tls = front.evidence();
        if ((t.said_tls && tls == TlsEvidence::proven_plain) ||
            (t.said_plain && tls != TlsEvidence::proven_plain)) {
          return true;
        }
        if (first != nullptr) {
          one_tls = tls == first->evidence();
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
  JoinedSession joined = from_own(*first);
  if (!one_account) joined.account = 0;  // The TLS is safe, the user is not.
  joined.estimated = true;
  return joined;
}

}  // namespace smtptally
