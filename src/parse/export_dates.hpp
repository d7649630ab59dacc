#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "parse/locale_stamp.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// The evidence for the order of day and month in an export.
enum class OrderReason : std::uint8_t {
  none,     ///< No evidence: each row is read by its own form.
  stated,   ///< Some row allows this order only, or its session start confirms it.
  written,  ///< In the other order, stamps are later than the file's own time.
  rising,   ///< The stamps rise or fall in this order only.
};

/// How the local stamps of one export are read. Determined from the whole file, so that each part
/// of it is read in the same way. See DateSurvey.
struct ExportDates {
  DateOrder order = DateOrder::unknown;
  OrderReason reason = OrderReason::none;
  Micros latest = kEndOfTime;  ///< Stamps cannot be later.
  int latest_year = 9999;
  /// Offsets of the stamps in seconds east of UTC, by their session starts, the most frequent
  /// first; empty if the log zone fits or no session start is known.
  std::array<std::int32_t, 2> offsets{};
  std::uint8_t offset_count = 0;

  bool operator==(const ExportDates&) const = default;
};

/// A stamp of an export and the fields that help to read it.
struct ExportStamp {
  std::string_view text;
  Micros session_start = kBeginningOfTime;  ///< UTC; kBeginningOfTime where there is none.
  bool utc = false;                         ///< The export is in UTC, whatever the log zone is.
  bool may_be_a_day = false;                ///< A date without a time is allowed.
};
enum class StampOutcome : std::uint8_t {
  read,
  guessed,  ///< Day and month could be swapped; see ExportDates::reason.
  unread,
};
/// Reads a stamp of an export. A date without a time is midnight in the log zone.
[[nodiscard]] StampOutcome read_export_stamp(const ExportStamp& stamp, const ExportDates& dates,
                                             const Zone& log_zone, Micros& out);

/// Examines all rows of an export to find out how its stamps are read.
class DateSurvey {
 public:
  DateSurvey(const Zone& log_zone, Micros latest);

  void take(const ExportStamp& stamp);
  /// The result for the rows seen so far.
  [[nodiscard]] ExportDates decide() const;
  /// A sentence about stamps that contradict their session starts, in the log zone or another one;
  /// empty if none does, or no session start is known.
  [[nodiscard]] Said about_offsets(const ExportDates& decided) const;

 private:
  struct Rising {
    Micros last = kBeginningOfTime;
    bool may_rise = true;
    bool may_fall = true;
    bool possible = true;  ///< Every stamp is valid in this order and not too late.
    bool in_time = true;
  };
  void take_offset(const LocalTime& local, Micros session_start);

  Zone zone_;
  ExportDates base_;
  std::array<std::uint64_t, 3> votes_{};  ///< Rows that allow this order only.
  std::array<Rising, 3> rising_;
  std::uint64_t rows_ = 0;
  // For rows with a session start:
  std::map<std::int32_t, std::uint64_t> offsets_;  ///< By seconds east of UTC.
  std::uint64_t started_ = 0;
  std::uint64_t in_zone_ = 0;           ///< The log zone has that offset.
  std::int64_t least_off_ = INT64_MAX;  ///< Seconds from the start to the stamp in the log zone.
  std::int64_t most_off_ = INT64_MIN;
};

}  // namespace smtptally
