#pragma once

#include <string>
#include <string_view>

#include "parse/csv_row.hpp"
#include "parse/exchange_table.hpp"
#include "parse/utc_minute.hpp"

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
  /// What earlier lines mean for later ones.
  struct Context {
    ExchangeTable table;
    std::string log_type;  ///< Of the last "#Log-type:" line.
    bool operator==(const Context&) const = default;
  };
  [[nodiscard]] const Context& context() const noexcept { return context_; }
  void go_on_from(const Context& context) { context_ = context; }

  /// Whether the end of a record was there. A last line without one may have been cut anywhere.
  enum class End : std::uint8_t { seen, missing };
  /// Takes one record, without its line end. `first` says that nothing of the input was understood
  /// yet, so that a record without a table may be a header, or a row of a tracking log that lost
  /// its header.
  Kind take(std::string_view record, StampReader& stamps, bool first, End end);

  [[nodiscard]] bool active() const noexcept { return context_.table.kind() != TableKind::none; }
  [[nodiscard]] TableKind kind() const noexcept { return context_.table.kind(); }
  /// Whether the record that begins with these lines goes on behind them.
  [[nodiscard]] bool goes_on(std::string_view lines) const noexcept;

  /// Valid until the next take() and as long as the record.
  [[nodiscard]] const TrackingRow& tracking() const noexcept {
    return received_ ? tracking_ : event_only_;
  }
  [[nodiscard]] const ProtocolRow& protocol() const noexcept { return protocol_; }

 private:
  Kind take_hash(std::string_view line);
  Kind take_row(StampReader& stamps, End end);
  [[nodiscard]] bool read_time(StampReader& stamps, Micros& time);

  CsvRow row_;
  Context context_;
  UtcMinute minute_;
  TrackingRow tracking_;
  TrackingRow
      event_only_;        ///< Of a row of a tracking log about something else than RECEIVE by SMTP.
  bool received_ = true;  ///< Which of the two is filled.
  ProtocolRow protocol_;
};

}  // namespace smtptally
