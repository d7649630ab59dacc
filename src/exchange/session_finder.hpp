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

/// The result of a search for a message's session.
struct JoinedSession {
  TlsEvidence tls = TlsEvidence::hub_log_missing;
  const ProtocolSession* session = nullptr;  ///< The client's own; null if not found.
  TextId account = 0;
  TextId client = 0;
  TextId cipher = 0;
  bool client_login = false;  ///< XPROXY, or the session has a login.
  bool named = false;         ///< The session is known, but may be missing in the input.
  bool server = false;        ///< The peer is a server, and no client is known.
  bool estimated = false;
};

/// Finds the session of the client that submitted a message.
class SessionFinder {
 public:
  /// Borrows both for its lifetime.
  SessionFinder(const StableList<ProtocolSession>& sessions, const ExchangeOptions& options);

  /// The number of mails in all sessions.
  [[nodiscard]] std::size_t mails() const noexcept { return by_mail_.size() + unnumbered_; }

  /// For a message of a tracking row.
  [[nodiscard]] JoinedSession join(const TrackedMessage& t) const;
  /// For a message of a protocol session.
  [[nodiscard]] JoinedSession of_mail(const ProtocolSession& session,
                                      const AcceptedMail& mail) const;
  /// The reply for a tracked message if replies have no InternalId (Exchange 2007).
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
  LoginIntervals logins_;  ///< Client sessions.
  SessionIndex by_mail_;
  std::size_t unnumbered_ = 0;            ///< Mails that are not in by_mail_.
  std::vector<TextId> server_addresses_;  ///< Sorted.
};

/// How long before the Hub's reply to its last message a Front End's login session may be logged as
/// ended.
inline constexpr Micros kEstimateSlack = 60 * kMicrosPerSecond;

}  // namespace smtptally
