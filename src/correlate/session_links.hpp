#pragma once

#include <cstdint>

#include "correlate/chunks.hpp"
#include "correlate/exchange_session.hpp"
#include "correlate/exchange_tracked.hpp"
#include "correlate/login_times.hpp"
#include "correlate/place_index.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// What a session tells about a message.
struct JoinedSession {
  TlsEvidence tls = TlsEvidence::hub_log_missing;
  const ProtocolSession* session = nullptr;  ///< The client's own; null if not found.
  TextId account = 0;
  TextId client = 0;
  bool client_login = false;  ///< XPROXY, or the session itself logged in.
  bool estimated = false;
};

/// Finds the session of the client that handed a message in.
class SessionLinks {
 public:
  /// Borrows for its lifetime.
  SessionLinks(const Chunks<ProtocolSession>& sessions, const ExchangeOptions& options);

  /// Mails in sessions, of whatever kind.
  [[nodiscard]] std::size_t mails() const noexcept { return by_mail_.size(); }

  /// Of a message that tracking tells of.
  [[nodiscard]] JoinedSession join(const TrackedMessage& t) const;
  /// Of a message that a session of a protocol log tells of.
  [[nodiscard]] JoinedSession of_mail(const ProtocolSession& session,
                                      const AcceptedMail& mail) const;

 private:
  [[nodiscard]] static const ProxyLink* link_of(const ProtocolSession& hub,
                                                const AcceptedMail& mail);
  [[nodiscard]] static const AcceptedMail* mail_of(const ProtocolSession& session,
                                                   const TrackedMessage& t);
  [[nodiscard]] const ProtocolSession* named_session(const TrackedMessage& t) const;
  [[nodiscard]] JoinedSession from_own(const ProtocolSession& session) const;
  [[nodiscard]] JoinedSession through_hub(const ProtocolSession& hub, const AcceptedMail* mail,
                                          Micros time) const;
  [[nodiscard]] JoinedSession estimate(const TrackedMessage& t, const JoinedSession& without) const;

  const ExchangeOptions* options_;
  PlaceIndex by_id_;
  LoginTimes logins_;  ///< Of clients.
  PlaceIndex by_mail_;
};

/// A login session of the Front End may be logged as ended this long before the Hub answers for its
/// last message.
inline constexpr Micros kEstimateSlack = 60 * kMicrosPerSecond;

}  // namespace smtptally
