#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "containers/dictionary_map.hpp"
#include "containers/hash_index.hpp"
#include "smtptally/message.hpp"
#include "smtptally/time.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// A number of a text in the dictionary of its owner; 0 is the empty text.
using TextId = std::uint32_t;

/// XPROXY or XPROXYFROM in a Hub session: whose mail follows.
struct ProxyLink {
  std::uint32_t sequence = 0;
  std::uint64_t session = 0;  ///< Id of the Front End session.
  bool client = false;        ///< XPROXY: a client that logged in. XPROXYFROM: anybody.
  TextId client_address = 0;
};

/// "250 2.6.0 … Queued mail for delivery": one message that the server took.
struct AcceptedMail {
  Micros time = 0;
  std::uint64_t internal_id = 0;
  std::uint64_t message_id = 0;  ///< Hash; of the text without brackets.
  std::uint32_t sequence = 0;
  TextId hostname = 0;  ///< First label in lower case; 0 where the reply names none.
  TextId mail_from = 0;
  std::uint32_t recipients = 0;  ///< 0 where they are not known.
  /// The session's rows are whole from this one up to the reply. 0: from the session's start.
  std::uint32_t whole_since = 0;
  TextId cipher = 0;
  TextId user = 0;        ///< Who had logged in.
  bool numbered = false;  ///< Exchange 2007 names no InternalId: internal_id is made up.
  bool has_mail_from = false;
  bool authenticated = false;
  TlsEvidence tls = TlsEvidence::start_missing;  ///< What the rows before it prove.
};

/// A login that the server refused.
struct RefusedLogin {
  Micros time = 0;
  TextId user = 0;  ///< As tried; 0 where the log does not say.
  TextId mechanism = 0;
  TextId reason = 0;
};

/// A TLS handshake that failed: the last thing of its session.
struct RefusedHandshake {
  Micros time = 0;
  HandshakeReason reason_class = HandshakeReason::other;
  TextId reason = 0;
};

/// What a server refused in a session.
struct Refusals {
  std::vector<RefusedLogin> logins;
  std::optional<RefusedHandshake> handshake;
};

/// What tells sessions apart that are open at one time.
struct ProtocolKey {
  TextId connector = 0;
  std::uint64_t id = 0;

  bool operator==(const ProtocolKey&) const = default;
  [[nodiscard]] std::uint64_t hash() const noexcept { return combine(id, connector); }
};

/// One session of an SMTP receive protocol log.
struct ProtocolSession {
  std::uint64_t id = 0;
  std::uint64_t opened = 0;  ///< Number of the row that opened it, see ExchangeJoin.
  std::uint64_t closed = 0;  ///< And of the one that closed it.
  TextId connector = 0;
  TextId host = 0;    ///< The connector's server, as logged.
  TextId server = 0;  ///< Its first label, in lower case.
  Micros began = kEndOfTime;
  Micros last = kBeginningOfTime;
  std::uint32_t next_sequence = 0;  ///< Of the row behind the last one.
  /// No row is missing from this one up to the last. 0 with start_seen: from the session's start.
  std::uint32_t whole_since = 0;
  bool start_seen = false;
  bool ended = false;           ///< Its last row was seen.
  bool hop = false;             ///< The peer is an Exchange server: its TLS is not the client's.
  bool starttls = false;        ///< Sent, and not refused.
  bool starttls_open = false;   ///< Sent, and not answered.
  bool handshake_open = false;  ///< Granted, and nothing was said since.
  bool authenticated = false;
  bool granted = false;      ///< The server said so to the client, or handed it over.
  bool handed_over = false;  ///< To a Hub: blind to what follows.
  bool mail_seen = false;    ///< A transaction was begun.
  bool login_open = false;   ///< AUTH was sent and neither granted nor refused.
  char last_event = ' ';
  TlsEvidence tls = TlsEvidence::start_missing;  ///< Valid if has_tls.
  bool has_tls = false;
  TlsEvidence login_tls = TlsEvidence::start_missing;  ///< Proven at the login, if authenticated.
  TextId cipher = 0;
  TextId client = 0;
  TextId local = 0;         ///< Address of the server.
  TextId user = 0;          ///< Data of the row "authenticated".
  TextId proxied_user = 0;  ///< "Session for<user> will now be proxied".
  TextId mechanism = 0;
  std::vector<ProxyLink> links;
  std::vector<AcceptedMail> mails;
  bool links_rise = false;  ///< Closed sessions: by their sequence. False only in odd logs.
  bool mails_rise = false;  ///< The same by their InternalId.
  std::unique_ptr<Refusals> refused;  ///< PERF: seldom there, and a fifth of the size of sessions.

  // The transaction that is open.
  TextId mail_from = 0;
  bool has_mail_from = false;
  bool recipients_whole = false;  ///< All their rows were seen.
  std::uint32_t recipients = 0;

  /// Whether no row of it is missing so far.
  [[nodiscard]] bool whole() const noexcept { return start_seen && whole_since == 0; }
  /// What the rows so far prove about the TLS of its own peer. A row that is missing may have been
  /// one about TLS.
  [[nodiscard]] TlsEvidence evidence() const noexcept {
    if (has_tls) return tls;
    if (starttls) return TlsEvidence::not_stated;  // Exchange 2010 names no version.
    if (!start_seen) return TlsEvidence::start_missing;
    return whole_since == 0 ? TlsEvidence::proven_plain : TlsEvidence::rows_missing;
  }
  /// The same about a message of which the session does not show when it was.
  [[nodiscard]] TlsEvidence evidence_of_all() const noexcept {
    const TlsEvidence shown = handed_over ? login_tls : evidence();
    const bool may_follow = !ended && !handed_over;
    return shown == TlsEvidence::proven_plain && may_follow ? TlsEvidence::rows_missing : shown;
  }
  /// The rows between the last one and this are missing.
  void miss(std::uint32_t sequence) noexcept;
  void forget_transaction() noexcept;
  [[nodiscard]] Refusals& refusals() {
    if (!refused) refused = std::make_unique<Refusals>();
    return *refused;
  }
  /// Nothing more will be told of it.
  void end(std::uint64_t row);
  /// Takes the numbers of texts and rows of a part for those of the whole.
  void renumber(const DictionaryMap& translation, std::uint64_t rows_before);
  [[nodiscard]] ProtocolKey map_key() const noexcept { return {connector, id}; }
  [[nodiscard]] TextId account() const noexcept { return proxied_user != 0 ? proxied_user : user; }
};

/// A message by the server that took it and its number there.
[[nodiscard]] constexpr std::uint64_t mail_key(TextId server, std::uint64_t internal_id) noexcept {
  return combine(internal_id, server);
}

}  // namespace smtptally
