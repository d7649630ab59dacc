#pragma once

#include <cstdint>
#include <vector>

#include "containers/stable_list.hpp"
#include "exchange/login_intervals.hpp"
#include "exchange/session.hpp"
#include "exchange/session_index.hpp"
#include "exchange/tracked.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// What a session tells about a message.
struct JoinedSession {
  TlsEvidence tls = TlsEvidence::hub_log_missing;
  const ProtocolSession* session = nullptr;  ///< The client's own; null if not found.
  TextId account = 0;
  TextId client = 0;
  TextId cipher = 0;
  bool client_login = false;  ///< XPROXY, or the session itself logged in.
  bool named = false;         ///< It is known which session it is, though it may not be there.
  bool server = false;        ///< The peer is another server, and nothing tells of a client.
  bool estimated = false;
};

/// Finds the session of the client that handed a message in.
class SessionFinder {
 public:
  /// Borrows for its lifetime.
  SessionFinder(const StableList<ProtocolSession>& sessions, const ExchangeOptions& options);

  /// Mails in sessions, of whatever kind.
  [[nodiscard]] std::size_t mails() const noexcept { return by_mail_.size() + unnumbered_; }

  /// Of a message that tracking tells of.
  [[nodiscard]] JoinedSession join(const TrackedMessage& t) const;
  /// Of a message that a session of a protocol log tells of.
  [[nodiscard]] JoinedSession of_mail(const ProtocolSession& session,
                                      const AcceptedMail& mail) const;
  /// The reply for a message that tracking tells of, where it names no InternalId (Exchange 2007).
  [[nodiscard]] const AcceptedMail* unnumbered_mail(const TrackedMessage& t) const;
  /// Whether the peer is another server, or may be one: the rows that would tell are missing, and
  /// its address is that of a server.
  [[nodiscard]] bool may_be_hop(const ProtocolSession& session, bool whole) const;

 private:
  [[nodiscard]] static const ProxyLink* link_of(const ProtocolSession& hub,
                                                const AcceptedMail& mail);
  [[nodiscard]] static const ProxyLink* only_link(const ProtocolSession& hub);
  [[nodiscard]] const ProtocolSession* named_session(const TrackedMessage& t) const;
  [[nodiscard]] static JoinedSession from_own(const ProtocolSession& session,
                                              const AcceptedMail* mail);
  [[nodiscard]] JoinedSession through_hub(const ProtocolSession& hub, const AcceptedMail* mail,
                                          Micros time) const;
  [[nodiscard]] JoinedSession through_link(const ProtocolSession& hub, const ProxyLink& link,
                                           const AcceptedMail* mail, Micros time) const;
  [[nodiscard]] JoinedSession by_reply(std::uint64_t key, std::uint64_t message_id) const;
  [[nodiscard]] JoinedSession estimate(const TrackedMessage& t, const JoinedSession& without) const;

  const ExchangeOptions* options_;
  SessionIndex by_id_;
  LoginIntervals logins_;  ///< Of clients.
  SessionIndex by_mail_;
  std::size_t unnumbered_ = 0;            ///< Mails that are not in by_mail_.
  std::vector<TextId> server_addresses_;  ///< Sorted.
};

/// A login session of the Front End may be logged as ended this long before the Hub answers for its
/// last message.
inline constexpr Micros kEstimateSlack = 60 * kMicrosPerSecond;

}  // namespace smtptally
