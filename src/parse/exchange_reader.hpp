#pragma once

#include <string>
#include <string_view>

#include "parse/exchange_table.hpp"
#include "parse/utc_minute.hpp"
#include "text/csv_row.hpp"

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
    char separator = ',';  ///< Between the columns of the table.
    ExportDates dates;     ///< Of the whole file.
    bool operator==(const Context&) const = default;
  };
  [[nodiscard]] const Context& context() const noexcept { return context_; }
  void go_on_from(const Context& context) {
    context_ = context;
    row_.separate_by(context.separator);
  }
  /// How stamps of exports are to be read.
  void expect_dates(const ExportDates& dates) { context_.dates = dates; }
  /// Shows all stamps of exports to `survey`, which must live as long.
  void survey(DateSurvey& survey) noexcept { survey_ = &survey; }

  /// Whether the end of a record was there. A last line without one may have been cut anywhere.
  enum class End : std::uint8_t { seen, missing };
  /// Takes one record, without its line end. `first` says that nothing of the input was understood
  /// yet, so that a record without a table may be a header, or a row of a tracking log that lost
  /// its header.
  Kind take(std::string_view record, StampReader& stamps, bool first, End end);
  /// The same of one that a forwarder put into a syslog line, or grep behind the name of a file:
  /// headers of several tables may come between each other, or none, so that the number of columns
  /// tells. Nothing goes on over lines, and the end counts as seen.
  Kind take_wrapped(std::string_view record, StampReader& stamps);
  /// What became of the stamp of the last record, if that is a row of an export.
  [[nodiscard]] StampOutcome stamp_outcome() const noexcept { return stamp_outcome_; }
  /// The last stamp that could not be read.
  [[nodiscard]] const std::string& unread_stamp() const noexcept { return unread_stamp_; }

  [[nodiscard]] bool active() const noexcept { return context_.table.kind() != TableKind::none; }
  /// Of the last record.
  [[nodiscard]] TableKind kind() const noexcept { return kind_; }
  /// Whether the record that begins with these lines goes on behind them.
  [[nodiscard]] bool goes_on(std::string_view lines) const noexcept;

  /// Valid until the next take() and as long as the record.
  [[nodiscard]] const TrackingRow& tracking() const noexcept {
    return received_ ? tracking_ : event_only_;
  }
  [[nodiscard]] const ProtocolRow& protocol() const noexcept { return protocol_; }

 private:
  Kind take_bare(std::string_view record, StampReader& stamps, bool first, End end);
  Kind take_hash(std::string_view line);
  Kind take_event(const ExchangeTable& table, StampReader& stamps);
  Kind take_row(const ExchangeTable& table, StampReader& stamps, End end);
  Kind take_header(std::string_view record, StampReader& stamps, End end);
  [[nodiscard]] End end_of(std::string_view record, End end) const;
  [[nodiscard]] Kind take_w3c(std::string_view line) const;
  [[nodiscard]] bool find_header(std::string_view record);
  [[nodiscard]] bool read_time(const ExchangeTable& table, StampReader& stamps, Micros& time);

  CsvRow row_;
  Context context_;
  UtcMinute minute_;
  TrackingRow tracking_;
  TrackingRow
      event_only_;        ///< Of a row of a tracking log about something else than RECEIVE by SMTP.
  bool received_ = true;  ///< Which of the two is filled.
  ProtocolRow protocol_;
  TableKind kind_ = TableKind::none;
  StampOutcome stamp_outcome_ = StampOutcome::read;
  std::string unread_stamp_;
  DateSurvey* survey_ = nullptr;
};

/// Whether a text begins with the stamp and comma of a row of Exchange's logs.
[[nodiscard]] bool begins_with_row(std::string_view text) noexcept;
/// Whether it is such a line as stands in front of the rows: "#Software: Microsoft Exchange".
[[nodiscard]] bool is_log_header(std::string_view text) noexcept;

}  // namespace smtptally
