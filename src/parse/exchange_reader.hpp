#pragma once

#include <string>
#include <string_view>

#include "parse/exchange_table.hpp"
#include "parse/utc_minute.hpp"
#include "text/csv_row.hpp"

namespace smtptally {

/// Reads the records of Exchange's CSV logs and exports. A file may contain several headers with
/// different columns: the last one before a record counts.
class ExchangeReader {
 public:
  enum class Kind : std::uint8_t {
    other,       ///< Neither a record of the current table nor a header.
    tracking,    ///< tracking() is filled.
    protocol,    ///< protocol() is filled.
    irrelevant,  ///< Well formed, but ignored: a header, a row of a send log.
  };
  /// State from earlier lines that later lines depend on.
  struct Context {
    ExchangeTable table;
    std::string log_type;  ///< Value of the last "#Log-type:" line.
    char separator = ',';  ///< Between the columns of the table.
    ExportDates dates;     ///< For the whole file.
    bool operator==(const Context&) const = default;
  };
  [[nodiscard]] const Context& context() const noexcept { return context_; }
  void go_on_from(const Context& context) {
    context_ = context;
    row_.separate_by(context.separator);
  }
  /// Sets how stamps of exports are read.
  void expect_dates(const ExportDates& dates) { context_.dates = dates; }
  /// Passes all stamps of exports to `survey`, which must outlive the reader.
  void survey(DateSurvey& survey) noexcept { survey_ = &survey; }

  /// Whether the line end of a record was seen. Without it the record may be cut.
  enum class End : std::uint8_t { seen, missing };
  /// Takes one record without its line end. `first` means that no line of the input was understood
  /// yet: then a record without a table may be a header, or a row of a tracking log that lost its
  /// header.
  Kind take(std::string_view record, StampReader& stamps, bool first, End end);
  /// Takes one record from inside a syslog line (a forwarder) or behind a file name (grep). Headers
  /// of several tables may be interleaved or missing, so the number of columns decides. No record
  /// spans several lines, and its end counts as seen.
  Kind take_wrapped(std::string_view record, StampReader& stamps);
  /// The outcome for the stamp of the last record, if that is a row of an export.
  [[nodiscard]] StampOutcome stamp_outcome() const noexcept { return stamp_outcome_; }
  /// The last stamp that could not be read.
  [[nodiscard]] const std::string& unread_stamp() const noexcept { return unread_stamp_; }

  [[nodiscard]] bool active() const noexcept { return context_.table.kind() != TableKind::none; }
  /// The table of the last record.
  [[nodiscard]] TableKind kind() const noexcept { return kind_; }
  /// Whether the record that begins with these lines continues on the next one.
  [[nodiscard]] bool goes_on(std::string_view lines) const noexcept;

  /// Valid until the next take() and while the record exists.
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
  TrackingRow event_only_;  ///< A row of a tracking log other than RECEIVE by SMTP.
  bool received_ = true;    ///< Whether tracking_ is filled, not event_only_.
  ProtocolRow protocol_;
  TableKind kind_ = TableKind::none;
  StampOutcome stamp_outcome_ = StampOutcome::read;
  std::string unread_stamp_;
  DateSurvey* survey_ = nullptr;
};

/// Whether a text begins with the stamp and comma of a row of Exchange's logs.
[[nodiscard]] bool begins_with_row(std::string_view text) noexcept;
/// Whether the text is a comment line of such a log: "#Software: Microsoft Exchange".
[[nodiscard]] bool is_log_header(std::string_view text) noexcept;

}  // namespace smtptally
