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

/// The number of a text in the dictionary of the owner; 0 is the empty text.
using TextId = std::uint32_t;

/// XPROXY or XPROXYFROM in a Hub session: names the session whose mail follows.
struct ProxyLink {
  std::uint32_t sequence = 0;
  std::uint64_t session = 0;  ///< Id of the Front End session.
  bool client = false;        ///< XPROXY: a client that logged in. XPROXYFROM: any client.
  TextId client_address = 0;
};

/// "250 2.6.0 … Queued mail for delivery": one message that the server accepted.
struct AcceptedMail {
  Micros time = 0;
  std::uint64_t internal_id = 0;
  std::uint64_t message_id = 0;  ///< Hash; of the text without brackets.
  std::uint32_t sequence = 0;
  TextId hostname = 0;  ///< First label in lower case; 0 if the reply names none.
  TextId mail_from = 0;
  std::uint32_t recipients = 0;  ///< 0 if unknown.
  /// The session's rows are complete from this one to the reply. 0: from the session's start.
  std::uint32_t whole_since = 0;
  TextId cipher = 0;
  TextId user = 0;        ///< The user who had logged in.
  bool numbered = false;  ///< Exchange 2007 has no InternalId: internal_id is then invented.
  bool has_mail_from = false;
  bool authenticated = false;
  TlsEvidence tls = TlsEvidence::start_missing;  ///< By the rows before it.
};

/// A login that the server refused.
struct RefusedLogin {
  Micros time = 0;
  TextId user = 0;  ///< As tried; 0 if the log does not name it.
  TextId mechanism = 0;
  TextId reason = 0;
};

/// A TLS handshake that failed, the last event of its session.
struct RefusedHandshake {
  Micros time = 0;
  HandshakeReason reason_class = HandshakeReason::other;
  TextId reason = 0;
};

/// The refused logins and handshakes of a session.
struct SessionRefusals {
  std::vector<RefusedLogin> logins;
  std::optional<RefusedHandshake> handshake;
};

/// Distinguishes the sessions that are open at one time.
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
  std::uint64_t closed = 0;  ///< Number of the row that closed it.
  TextId connector = 0;
  TextId host = 0;    ///< The connector's server, as logged.
  TextId server = 0;  ///< Its first label, in lower case.
  Micros began = kEndOfTime;
  Micros last = kBeginningOfTime;
  std::uint32_t next_sequence = 0;  ///< Expected after the last row.
  /// All rows from this one to the last were read. 0 with start_seen: from the session's start.
  std::uint32_t whole_since = 0;
  bool start_seen = false;
  bool ended = false;           ///< Its last row was read.
  bool hop = false;             ///< The peer is an Exchange server: its TLS is not the client's.
  bool starttls = false;        ///< Sent and not refused.
  bool starttls_open = false;   ///< Sent and not answered.
  bool handshake_open = false;  ///< Granted, and no row since.
  bool authenticated = false;
  bool granted = false;      ///< The server confirmed the login or handed the client over.
  bool handed_over = false;  ///< To a Hub: the rest is not visible here.
  bool mail_seen = false;    ///< A transaction began.
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
  bool links_rise = false;  ///< Closed sessions: sorted by sequence. False only in odd logs.
  bool mails_rise = false;  ///< Sorted by InternalId.
  std::unique_ptr<SessionRefusals> refused;  ///< PERF: rarely set; a fifth of a session.

  // The open transaction.
  TextId mail_from = 0;
  bool has_mail_from = false;
  bool recipients_whole = false;  ///< All their rows were read.
  std::uint32_t recipients = 0;

  /// Whether all rows so far were read.
  [[nodiscard]] bool whole() const noexcept { return start_seen && whole_since == 0; }
  /// The evidence of the rows so far about the TLS of the session's peer. A missing row may have
  /// been one about TLS.
  [[nodiscard]] TlsEvidence evidence() const noexcept {
    if (has_tls) return tls;
    if (starttls) return TlsEvidence::not_stated;  // Exchange 2010 names no version.
    if (!start_seen) return TlsEvidence::start_missing;
    return whole_since == 0 ? TlsEvidence::proven_plain : TlsEvidence::rows_missing;
  }
  /// The evidence for a message whose position in the session is unknown.
  [[nodiscard]] TlsEvidence evidence_of_all() const noexcept {
    const TlsEvidence shown = handed_over ? login_tls : evidence();
    const bool may_follow = !ended && !handed_over;
    return shown == TlsEvidence::proven_plain && may_follow ? TlsEvidence::rows_missing : shown;
  }
  /// Notes that rows between the last one and this one are missing.
  void miss(std::uint32_t sequence) noexcept;
  void forget_transaction() noexcept;
  [[nodiscard]] SessionRefusals& refusals() {
    if (!refused) refused = std::make_unique<SessionRefusals>();
    return *refused;
  }
  /// Ends the session.
  void end(std::uint64_t row);
  /// Replaces text and row numbers of a part by those of the whole.
  void renumber(const DictionaryMap& translation, std::uint64_t rows_before);
  [[nodiscard]] ProtocolKey map_key() const noexcept { return {connector, id}; }
  [[nodiscard]] TextId account() const noexcept { return proxied_user != 0 ? proxied_user : user; }
};

/// The key of a message: its server and its number there.
[[nodiscard]] constexpr std::uint64_t mail_key(TextId server, std::uint64_t internal_id) noexcept {
  return combine(internal_id, server);
}

}  // namespace smtptally
