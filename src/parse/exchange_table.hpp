#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "parse/exchange_rows.hpp"
#include "parse/export_dates.hpp"
#include "parse/stamp.hpp"

namespace smtptally {

/// What a CSV header announces.
enum class TableKind : std::uint8_t {
  none,
  tracking,         ///< Message tracking log.
  tracking_export,  ///< Get-MessageTrackingLog | Export-Csv.
  online_trace,     ///< Extended message trace of Exchange Online.
  online_summary,   ///< Enhanced summary: one row a message, nothing on login or TLS.
  online_clients,   ///< Detailed SMTP AUTH clients report: login and TLS of each message.
  receive,          ///< SMTP receive protocol log.
  send,             ///< SMTP send protocol log: mail that leaves, never a submission.
  iis_smtp,         ///< W3C extended log, as the SMTP service of IIS writes it: no TLS in it.
};
inline constexpr std::size_t kTableKinds = static_cast<std::size_t>(TableKind::iis_smtp) + 1;
/// Of the dialect, in the order of the kinds.
inline constexpr std::array<std::string_view, kTableKinds> kTableNames{"none",
                                                                       "exchange-tracking",
                                                                       "exchange-tracking-csv",
                                                                       "exchange-online-trace",
                                                                       "exchange-online-summary",
                                                                       "exchange-online-clients",
                                                                       "exchange-receive",
                                                                       "exchange-send",
                                                                       "iis-smtp"};
[[nodiscard]] constexpr std::string_view name_of(TableKind kind) noexcept {
  return kTableNames[static_cast<std::size_t>(kind)];
}

/// Which column of a table holds what. Names decide, never places, except for tracking logs that
/// lost their header.
class ExchangeTable {
 public:
  using Fields = std::span<const std::string_view>;

  /// Reads a header's names ("date-time", "date_time_utc", "EventId"); kind() is none if they are
  /// of no table that is known here. `log_type` is what a "#Log-type:" line before it said.
  static ExchangeTable of_header(Fields names, std::string_view log_type);
  /// Tracking logs of 2007 (21 columns), 2010 (26), 2013 (27), 2016 and later (30) have their
  /// columns in one order; kind() is none for other counts.
  static ExchangeTable of_tracking_width(std::size_t columns);
  /// "date time c-ip cs-username s-sitename …", the names of a W3C extended log; kind() is none if
  /// it is not one about clients.
  static ExchangeTable of_w3c(std::string_view names);
  /// Protocol logs have nine columns. Without a header the connector tells the kind: a receive
  /// connector is named "SERVER\Name", a send connector belongs to no server.
  static ExchangeTable of_protocol_row(Fields fields);

  /// By the number of columns alone, of a row whose header was lost.
  static ExchangeTable of_row(Fields fields) {
    constexpr std::size_t kProtocol = 9;
    return fields.size() == kProtocol ? of_protocol_row(fields) : of_tracking_width(fields.size());
  }

  [[nodiscard]] TableKind kind() const noexcept { return kind_; }
  /// How many fields at the front tell whether a tracking row is about mail that came by SMTP.
  [[nodiscard]] std::size_t fields_of_event() const noexcept { return least_; }
  [[nodiscard]] bool is_received_by_smtp(Fields fields) const noexcept;
  /// Whether a record may go on in the next line: in exports a subject may hold line ends. Logs
  /// write them as "\r\n" in letters.
  [[nodiscard]] bool multi_line() const noexcept { return is_export(); }
  /// Whether somebody exported it, on a machine of any culture: see ExportDates.
  [[nodiscard]] bool is_export() const noexcept {
    return kind_ == TableKind::tracking_export || kind_ == TableKind::online_trace ||
           kind_ == TableKind::online_summary || kind_ == TableKind::online_clients;
  }

  /// Whether the front of a row has the fields that fields_of_event() needs.
  [[nodiscard]] bool is_long_enough(Fields fields) const noexcept {
    return fields.size() >= least_;
  }
  /// Whether a row has the header's columns, and nothing behind them: else it was cut, or is two
  /// rows in one.
  [[nodiscard]] bool is_whole(Fields fields) const noexcept {
    return fields.size() == columns_ || has_empty_ones_behind(fields);
  }
  /// Whether its last field tells something, so that the row must not be believed where it may be
  /// cut.
  [[nodiscard]] bool needs_last(Fields fields) const noexcept;
  /// The stamp as it stands there.
  [[nodiscard]] std::string_view stamp(Fields fields) const noexcept;
  [[nodiscard]] bool read_time(Fields fields, StampReader& stamps, Micros& out) const;
  /// The stamp of an export with what else tells its time. Requires is_export().
  [[nodiscard]] ExportStamp export_stamp(Fields fields, StampReader& stamps) const;

  // Everything but the time, of rows that are long enough.
  /// False if the row says no number of messages where it should.
  [[nodiscard]] bool read(Fields fields, TrackingRow& out) const;
  /// Only what is set by fields_of_event().
  void read_event(Fields fields, TrackingRow& out) const;
  /// False for a row without a session or its number in it.
  [[nodiscard]] bool read(Fields fields, ProtocolRow& out) const;

  bool operator==(const ExchangeTable&) const = default;

 private:
  static constexpr std::size_t kColumns = 34;

  [[nodiscard]] bool has_empty_ones_behind(Fields fields) const noexcept;
  [[nodiscard]] TableKind kind_by_columns(std::string_view log_type, std::string_view time_name,
                                          bool underscores);
  [[nodiscard]] bool read_report(Fields fields, TrackingRow& out) const;
  [[nodiscard]] std::string_view at(Fields fields, std::size_t column) const noexcept;

  TableKind kind_ = TableKind::none;
  std::array<std::uint16_t, kColumns> place_{};  ///< Column + 1; 0 for a column that is not there.
  std::size_t least_ = 0;                        ///< Fields that tell what a row is.
  std::size_t columns_ = 0;                      ///< Fields that a row has.
};

}  // namespace smtptally
