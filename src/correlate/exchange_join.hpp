#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include "correlate/exchange_sessions.hpp"
#include "parse/exchange_rows.hpp"
#include "pivot/dictionary.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// Joins message tracking with the SMTP receive protocol logs: who logged in and which TLS the
/// client had.
///
/// A message is a tracking row RECEIVE by SMTP; where tracking is missing, the Hub's or Front End's
/// reply "250 2.6.0 … Queued mail for delivery". Its client's session is found
/// - exactly, by the session id of its source-context, through XPROXY to the Front End, or by the
///   Front End's own reply with the same InternalId and Hostname;
/// - by estimate, when the Hub's log is missing: all Front End sessions of that client address at
///   that time agree.
/// The TLS of a session between two servers is never taken for the client's.
///
/// Rows may come in any order of files; all is decided in finish(). Holds some 130 bytes for a
/// tracked message and 300 for a session with a login or mail, and at most
/// ExchangeOptions::join_limit of both: beyond it the older half is decided with what is there.
class ExchangeJoin {
 public:
  /// Borrows for its lifetime.
  ExchangeJoin(bool open_world, const ExchangeOptions& options, Coverage& coverage,
               MessageSink& sink)
      : open_world_(open_world),
        options_(options),
        coverage_(&coverage),
        sink_(&sink),
        sessions_(open_world, texts_, coverage) {
    (void)texts_.number("");  // TextId 0.
  }

  /// Takes the next row; its views need to live only for this call. True if it tells something
  /// about a message or session.
  bool add(const TrackingRow& row);
  void add(const ProtocolRow& row) {
    sessions_.add(row);
    if (row.event == '-') keep_limit();
  }
  /// Continues with what `next` saw, which must follow in the log; `next` is used up.
  void merge(ExchangeJoin& next);
  /// The input ends: joins, and hands on every message and refused login.
  void finish();

 private:
  /// What a RECEIVE row says about who handed the message in.
  enum class Origin : std::uint8_t {
    client,     ///< Logged in.
    anonymous,  ///< Did not.
    hop,        ///< Another Exchange server, or the store: not a submission.
    probe,      ///< Exchange's own monitoring.
  };

  struct Tracked {
    Micros time = 0;
    Micros session_start = kEndOfTime;  ///< kEndOfTime where the source-context has none.
    std::uint64_t session = 0;
    std::uint64_t internal_id = 0;
    std::uint64_t message_id = 0;  ///< Hash.
    std::uint64_t network_id = 0;  ///< Hash; 0 before Exchange 2013.
    std::uint64_t envelope = 0;    ///< Hash of message id, return-path and recipients.
    std::uint64_t bytes = 0;
    std::uint64_t recipients = 0;
    TextId host = 0;    ///< As logged.
    TextId server = 0;  ///< First label in lower case.
    TextId connector = 0;
    TextId return_path = 0;
    TextId client = 0;
    TextId mechanism = 0;
    TextId cipher = 0;
    TextId dialect = 0;
    Origin origin = Origin::anonymous;
    TlsEvidence tls = TlsEvidence::hub_log_missing;  ///< Online: from custom_data.
    bool online = false;
    bool said_plain = false;  ///< message-info 07: AUTH LOGIN without TLS.
    bool said_tls = false;    ///< message-info 06: AUTH LOGIN with TLS.
    bool has_client = false;  ///< The client address is the device's, not the Front End's.
    bool has_size = false;
    bool has_recipients = false;
  };

  /// What a session tells about a message.
  struct Joined {
    TlsEvidence tls = TlsEvidence::hub_log_missing;
    const ProtocolSession* session = nullptr;  ///< The client's own; null if not found.
    TextId account = 0;
    TextId client = 0;
    bool client_login = false;  ///< XPROXY, or the session itself logged in.
    bool estimated = false;
  };

  [[nodiscard]] Origin origin_of(const TrackingRow& row) const;
  [[nodiscard]] bool is_client_connector(std::string_view connector) const;
  [[nodiscard]] Tracked translated(Tracked tracked, const Dictionary& from);

  void keep_limit();
  void settle(Micros before);
  void index_sessions();
  void drop_second_copies();
  void emit_tracked();
  void emit_protocol(bool hubs, Micros before);
  void emit_refused(Micros before) const;
  [[nodiscard]] static const AcceptedMail* mail_of(const ProtocolSession& session,
                                                   const Tracked& t);
  [[nodiscard]] const ProtocolSession* named_session(const Tracked& t) const;
  [[nodiscard]] Joined join(const Tracked& t) const;
  [[nodiscard]] Joined from_own(const ProtocolSession& session) const;
  [[nodiscard]] Joined through_hub(const ProtocolSession& hub, const AcceptedMail* mail,
                                   Micros time) const;
  [[nodiscard]] Joined estimate(const Tracked& t, const Joined& without) const;
  void emit(const Tracked& t, const Joined& joined);
  void emit(const ProtocolSession& session, const AcceptedMail& mail);
  [[nodiscard]] std::uint64_t mail_key(TextId server, std::uint64_t internal_id) const noexcept;
  [[nodiscard]] bool take_first(TextId server, std::uint64_t internal_id, std::uint64_t message_id);

  /// A session, or a mail in it, by a number that is looked for. Sorted lists of these take a third
  /// of the memory of maps to vectors.
  struct Place {
    std::uint64_t key = 0;
    std::uint32_t session = 0;
    std::uint32_t mail = 0;
    bool operator<(const Place& other) const noexcept {
      return std::tie(key, session, mail) < std::tie(other.key, other.session, other.mail);
    }
  };
  struct MixedHash {
    std::size_t operator()(std::uint64_t key) const noexcept {
      key *= 0x9E3779B97F4A7C15ULL;
      return key ^ (key >> 32U);
    }
  };
  [[nodiscard]] static std::span<const Place> find(const std::vector<Place>& places,
                                                   std::uint64_t key);

  bool open_world_;
  ExchangeOptions options_;
  Coverage* coverage_;
  MessageSink* sink_;
  Dictionary texts_;
  ProtocolSessions sessions_;
  std::vector<Tracked> tracked_;

  Micros settled_ = kBeginningOfTime;  ///< Everything before was handed on.

  // Made in settle().
  std::vector<Place> by_id_;
  std::vector<Place> logins_by_client_;
  std::vector<Place> by_mail_;
  tsl::robin_map<std::uint64_t, bool, MixedHash> emitted_;  ///< mail_key: one had no message id.
  tsl::robin_set<std::uint64_t, MixedHash> emitted_ids_;    ///< mail_key and message id.
  tsl::robin_set<std::uint64_t, MixedHash> settled_ids_;    ///< Those of earlier halves.
};

/// The row "+" of a session stands within this time of the session start that tracking names. Two
/// processes never give one id so close to each other: ids count up from the time.
inline constexpr Micros kStartSlack = 60 * kMicrosPerSecond;
/// A login session of the Front End may be logged as ended this long before the Hub answers for its
/// last message.
inline constexpr Micros kEstimateSlack = 60 * kMicrosPerSecond;

}  // namespace smtptally
