#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include "parse/cursor.hpp"
#include "parse/exchange_rows.hpp"
#include "pivot/dictionary.hpp"
#include "smtptally/coverage.hpp"
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
  std::uint32_t sequence = 0;
  Micros time = 0;
  std::uint64_t internal_id = 0;
  std::uint64_t message_id = 0;  ///< Hash; of the text without brackets.
  TextId hostname = 0;           ///< First label in lower case; 0 where the reply names none.
  TextId mail_from = 0;
  bool has_mail_from = false;
  std::uint32_t recipients = 0;
};

/// A login that the server refused.
struct RefusedLogin {
  Micros time = 0;
  TextId user = 0;  ///< As tried; 0 where the log does not say.
  TextId mechanism = 0;
  TextId reason = 0;
};

/// One session of an SMTP receive protocol log.
struct ProtocolSession {
  std::uint64_t id = 0;
  TextId connector = 0;
  TextId host = 0;    ///< The connector's server, as logged.
  TextId server = 0;  ///< Its first label, in lower case.
  Micros began = kEndOfTime;
  Micros last = kBeginningOfTime;
  bool start_seen = false;
  bool hop = false;  ///< The peer is an Exchange server: its TLS is not the client's.
  bool starttls_asked = false;
  bool starttls_ready = false;
  bool authenticated = false;
  bool mail_seen = false;                        ///< A transaction was begun.
  bool login_open = false;                       ///< AUTH was sent and neither granted nor refused.
  TlsEvidence tls = TlsEvidence::start_missing;  ///< Valid if has_tls.
  bool has_tls = false;
  TextId cipher = 0;
  TextId client = 0;
  TextId user = 0;          ///< Data of the row "authenticated".
  TextId proxied_user = 0;  ///< "Session for<user> will now be proxied".
  TextId mechanism = 0;
  std::vector<ProxyLink> links;
  std::vector<AcceptedMail> mails;
  std::vector<RefusedLogin> refused;

  // The transaction that is open.
  TextId mail_from = 0;
  bool has_mail_from = false;
  std::uint32_t recipients = 0;

  /// What the session proves about the TLS of its own peer.
  [[nodiscard]] TlsEvidence evidence() const noexcept {
    if (has_tls) return tls;
    if (starttls_ready) return TlsEvidence::not_stated;  // Exchange 2010 names no version.
    return start_seen ? TlsEvidence::proven_plain : TlsEvidence::start_missing;
  }
  [[nodiscard]] TextId account() const noexcept { return proxied_user != 0 ? proxied_user : user; }
};

/// Puts the rows of receive protocol logs together to sessions. Sessions of one connector have one
/// id at a time, so that (connector, session id) is the key and a row "+" begins a new one.
///
/// An ordered monoid like Piece: rows of a session that began before an `open` piece wait for
/// merge().
class ProtocolSessions {
 public:
  /// Borrows for its lifetime. `open` as Correlator::World::open.
  ProtocolSessions(bool open, Dictionary& texts, Coverage& coverage)
      : open_world_(open), texts_(&texts), coverage_(&coverage) {}

  /// Takes the next row; its views need to live only for this call.
  void add(const ProtocolRow& row);
  /// Continues with what `next` saw, which is used up.
  void merge(ProtocolSessions& next);
  /// The log ends: closes what is open.
  void finish();
  /// Forgets closed sessions that ended before `time`.
  void forget(Micros time);
  /// Closed sessions with a login, a message or a link; after finish() all of them.
  [[nodiscard]] const std::deque<ProtocolSession>& all() const noexcept { return done_; }

 private:
  struct Key {
    TextId connector;
    std::uint64_t id;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
      return (key.id ^ key.connector) * 0x9E3779B97F4A7C15ULL;
    }
  };
  struct Waiting {
    ProtocolRow row;
    std::string text;  ///< What the views of the row point into.
  };

  void wait(const ProtocolRow& row);
  void process(const ProtocolRow& row, const Key& key);
  void close(ProtocolSession&& session);
  void on_command(ProtocolSession& session, const ProtocolRow& row);
  void on_reply(ProtocolSession& session, const ProtocolRow& row);
  void on_remark(ProtocolSession& session, const ProtocolRow& row);
  void on_tls(ProtocolSession& session, Cursor at);
  void on_login_failure(ProtocolSession& session, const ProtocolRow& row, std::string_view remark);
  void on_handed_over(ProtocolSession& session, std::string_view remark);
  void on_proxy(ProtocolSession& session, const ProtocolRow& row, bool client);
  void on_accepted(ProtocolSession& session, const ProtocolRow& row);
  void refuse(ProtocolSession& session, const ProtocolRow& row, std::string_view reason);
  [[nodiscard]] TextId text(std::string_view t) { return texts_->number(t); }
  [[nodiscard]] ProtocolSession translated(ProtocolSession session, const Dictionary& from);

  bool open_world_;
  Dictionary* texts_;
  Coverage* coverage_;
  tsl::robin_map<Key, ProtocolSession, KeyHash> open_;
  tsl::robin_set<Key, KeyHash> own_;  ///< Open world: keys whose session began in this piece.
  std::deque<ProtocolSession> done_;
  std::deque<Waiting> waiting_;
};

/// "SERVER\Name" and "server.example.org" by their first label, in lower case.
[[nodiscard]] std::string first_label(std::string_view name);
/// The number behind 16 hexadecimal digits, or a hash of another text.
[[nodiscard]] std::uint64_t session_number(std::string_view text) noexcept;
[[nodiscard]] std::uint64_t text_hash(std::string_view text) noexcept;
/// "<id>" without its brackets.
[[nodiscard]] std::string_view without_brackets(std::string_view text) noexcept;
/// A version in the words of Exchange: "SP_PROT_TLS1_2_SERVER", "TLS1.2", "1024".
[[nodiscard]] TlsEvidence exchange_tls_version(std::string_view name) noexcept;

}  // namespace smtptally
