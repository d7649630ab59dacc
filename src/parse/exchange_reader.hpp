#pragma once

#include <string>
#include <string_view>

#include "parse/csv_row.hpp"
#include "parse/exchange_table.hpp"

namespace smtptally {

/// Reads the records of Exchange's CSV logs and exports. A header may come again at any place and
/// name other columns: the nearest one above counts.
class ExchangeReader {
 public:
  enum class Kind : std::uint8_t {
    other,       ///< Not a record of the table at hand, and no header.
    tracking,    ///< tracking() is filled.
    protocol,    ///< protocol() is filled.
    irrelevant,  ///< Well formed, but no row: a header, a row of a send log.
  };
  /// Takes one record, without its line end. `first` says that nothing of the input was understood
  /// yet, so that a record without a table may be a header, or a row of a tracking log that lost
  /// its header.
  Kind take(std::string_view record, StampReader& stamps, bool first);

  [[nodiscard]] bool active() const noexcept { return table_.kind() != TableKind::none; }
  [[nodiscard]] TableKind kind() const noexcept { return table_.kind(); }
  /// Whether the record that begins with these lines goes on behind them.
  [[nodiscard]] bool goes_on(std::string_view lines) const noexcept;

  /// Valid until the next take() and as long as the record.
  [[nodiscard]] const TrackingRow& tracking() const noexcept { return tracking_; }
  [[nodiscard]] const ProtocolRow& protocol() const noexcept { return protocol_; }

 private:
  Kind take_hash(std::string_view line);
  Kind take_row(StampReader& stamps);

  CsvRow row_;
  ExchangeTable table_;
  std::string log_type_;
  TrackingRow tracking_;
  ProtocolRow protocol_;
};

}  // namespace smtptally
