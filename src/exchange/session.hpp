#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "containers/dictionary_map.hpp"
#include "containers/hash_index.hpp"
#include "exchange/session_records.hpp"
#include "smtptally/time.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

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
