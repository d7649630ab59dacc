#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "parse/exchange_rows.hpp"
#include "parse/export_dates.hpp"
#include "parse/stamp.hpp"
#include "parse/table_kind.hpp"

namespace smtptally {

/// Which column of a table holds what. Names decide, never places, except for tracking logs that
/// lost their header.
class ExchangeTable {
 public:
  using Fields = std::span<const std::string_view>;

  /// Reads a header's names ("date-time", "date_time_utc", "EventId"); kind() is none for an
  /// unknown table. `log_type` is the value of a preceding "#Log-type:" line.
  static ExchangeTable of_header(Fields names, std::string_view log_type);
  /// The fixed column order of tracking logs of 2007 (21 columns), 2010 (26), 2013 (27), 2016 and
  /// later (30); kind() is none for other numbers of columns.
  static ExchangeTable of_tracking_width(std::size_t columns);
  /// Reads the names of a W3C extended log ("date time c-ip cs-username s-sitename …"); kind() is
  /// none if the log is not about clients.
  static ExchangeTable of_w3c(std::string_view names);
  /// The table of a protocol log without header, which has nine columns. The connector decides the
  /// kind: a receive connector is named "SERVER\Name", the name of a send connector has no server.
  static ExchangeTable of_protocol_row(Fields fields);

  /// The table of a row without header, by its number of columns.
  static ExchangeTable of_row(Fields fields) {
    constexpr std::size_t kProtocol = 9;
    return fields.size() == kProtocol ? of_protocol_row(fields) : of_tracking_width(fields.size());
  }

  [[nodiscard]] TableKind kind() const noexcept { return kind_; }
  /// Number of leading fields that decide whether a tracking row is a RECEIVE by SMTP.
  [[nodiscard]] std::size_t fields_of_event() const noexcept { return least_; }
  [[nodiscard]] bool is_received_by_smtp(Fields fields) const noexcept;
  /// See DialectProperties.
  [[nodiscard]] bool multi_line() const noexcept { return properties_of(kind_).multi_line; }
  [[nodiscard]] bool is_export() const noexcept { return properties_of(kind_).exported; }

  /// Whether the row has at least fields_of_event() fields.
  [[nodiscard]] bool is_long_enough(Fields fields) const noexcept {
    return fields.size() >= least_;
  }
  /// Whether a row has exactly the header's columns. Otherwise it was cut, or is two rows in one.
  [[nodiscard]] bool is_whole(Fields fields) const noexcept {
    return fields.size() == columns_ || has_empty_ones_behind(fields);
  }
  /// Whether the row must be rejected if its end was not seen, because the last field is used.
  [[nodiscard]] bool needs_last(Fields fields) const noexcept;
  /// The text of the stamp.
  [[nodiscard]] std::string_view stamp(Fields fields) const noexcept;
  [[nodiscard]] bool read_time(Fields fields, StampReader& stamps, Micros& out) const;
  /// The stamp of an export with the fields that help to read it. Requires is_export().
  [[nodiscard]] ExportStamp export_stamp(Fields fields, StampReader& stamps) const;

  // The fields except the time. Requires is_long_enough().
  /// False if the row lacks its number of messages.
  [[nodiscard]] bool read(Fields fields, TrackingRow& out) const;
  /// Reads only the fields of fields_of_event().
  void read_event(Fields fields, TrackingRow& out) const;
  /// False for a row without a session or its sequence number.
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
  std::size_t least_ = 0;                        ///< Leading fields that decide the kind of a row.
  std::size_t columns_ = 0;                      ///< Fields of a row.
};

}  // namespace smtptally
