#pragma once

#include <cstdint>

#include "containers/dictionary.hpp"
#include "containers/text_cache.hpp"
#include "exchange/session.hpp"
#include "parse/exchange_rows.hpp"
#include "parse/utc_minute.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// A tracked message: a tracking row RECEIVE by SMTP, or a row of a summary.
struct TrackedMessage {
  /// The kind of the message's source.
  enum class Origin : std::uint8_t {
    client,     ///< With login.
    anonymous,  ///< Without login.
    hop,        ///< Another Exchange server, or the store: not a submission.
    probe,      ///< Exchange's own monitoring.
  };

  Micros time = 0;
  std::uint64_t row = 0;              ///< Row number, see ExchangeJoin.
  Micros session_start = kEndOfTime;  ///< kEndOfTime if the source-context has none.
  std::uint64_t session = 0;
  std::uint64_t internal_id = 0;
  std::uint64_t message_id = 0;  ///< Hash.
  std::uint64_t network_id = 0;  ///< Hash; 0 before Exchange 2013.
  std::uint64_t envelope = 0;    ///< Hash of message id, return-path and recipients; before 2013.
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
  TextId id_text = 0;       ///< Message id as logged, of a report only.
  std::uint32_t count = 1;  ///< Messages that a row of a report stands for.
  Origin origin = Origin::anonymous;
  TlsEvidence tls = TlsEvidence::hub_log_missing;  ///< Online: from custom_data.
  bool online = false;
  bool said_plain = false;  ///< message-info 07: AUTH LOGIN without TLS.
  bool said_tls = false;    ///< message-info 06: AUTH LOGIN with TLS.
  bool reported = false;    ///< A row of the detailed SMTP AUTH clients report.
  bool proxied = false;     ///< A server handed it over for the client.
  bool has_client = false;  ///< The client address is the device's, not the Front End's.
  bool has_size = false;
  bool has_recipients = false;

  /// Replaces text and row numbers of a part by those of the whole.
  void renumber(const DictionaryMap& translation, std::uint64_t rows_before);
  /// Whether it is a submission.
  [[nodiscard]] bool counts() const noexcept {
    return origin == Origin::client || origin == Origin::anonymous;
  }
};

/// Makes TrackedMessages of tracking rows.
class TrackingInterpreter {
 public:
  /// Borrows both for its lifetime.
  TrackingInterpreter(const ExchangeOptions& options, Dictionary& texts)
      : options_(&options), texts_(&texts), recent_(texts) {}

  /// Whether the row describes an incoming message.
  [[nodiscard]] static bool is_message(const TrackingRow& row) noexcept;
  /// Requires is_message(row).
  [[nodiscard]] TrackedMessage read(const TrackingRow& row);

 private:
  [[nodiscard]] TrackedMessage read_report(const TrackingRow& row);
  [[nodiscard]] TrackedMessage::Origin origin_of(const TrackingRow& row) const;
  [[nodiscard]] Micros read_start(std::string_view text);
  [[nodiscard]] bool is_client_connector(std::string_view connector) const;

  const ExchangeOptions* options_;
  Dictionary* texts_;
  TextCache recent_;
  UtcMinute minute_;  ///< For session starts.
};

}  // namespace smtptally
