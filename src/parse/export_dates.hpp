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

/// Why day and month of an export are taken in their order.
enum class OrderReason : std::uint8_t {
  none,     ///< Nothing tells: each row as it looks.
  stated,   ///< Some row can be read in this order only, or is near its session start in it.
  written,  ///< The other order would lie behind the time when the file was written.
  rising,   ///< The times rise or fall in this order only.
};

/// How the local stamps of one export are to be read: of the whole file, so that each part of it
/// is read in the same way. See DateSurvey.
struct ExportDates {
  DateOrder order = DateOrder::unknown;
  OrderReason reason = OrderReason::none;
  Micros latest = kEndOfTime;  ///< No stamp can be later.
  int latest_year = 9999;
  /// Seconds east of UTC that the stamps have by their session starts, the most frequent first;
  /// none where the log zone is right, or nothing tells.
  std::array<std::int32_t, 2> offsets{};
  std::uint8_t offset_count = 0;

  bool operator==(const ExportDates&) const = default;
};

/// A stamp of an export, and what stands beside it.
struct ExportStamp {
  std::string_view text;
  Micros session_start = kBeginningOfTime;  ///< UTC; kBeginningOfTime where there is none.
  bool utc = false;                         ///< The export is in UTC, whatever the log zone.
  bool may_be_a_day = false;                ///< A date without a time is allowed.
};
enum class StampOutcome : std::uint8_t {
  read,
  guessed,  ///< Day and month could be the other way round; see ExportDates::reason.
  unread,
};
/// A date without a time is midnight in the log zone.
[[nodiscard]] StampOutcome read_export_stamp(const ExportStamp& stamp, const ExportDates& dates,
                                             const Zone& log_zone, Micros& out);

/// Looks at all rows of an export to find how its stamps are to be read.
class DateSurvey {
 public:
  DateSurvey(const Zone& log_zone, Micros latest);

  void take(const ExportStamp& stamp);
  /// What was found.
  [[nodiscard]] ExportDates decide() const;
  /// About stamps that do not fit their session starts, in the log zone or in another; empty if
  /// all is well, or nothing tells.
  [[nodiscard]] std::string about_offsets(const ExportDates& decided) const;

 private:
  struct Rising {
    Micros last = kBeginningOfTime;
    bool may_rise = true;
    bool may_fall = true;
    bool possible = true;  ///< Each stamp is one in this order, and not too late.
    bool in_time = true;
  };
  void take_offset(const LocalTime& local, Micros session_start);

  Zone zone_;
  ExportDates base_;
  std::array<std::uint64_t, 3> votes_{};  ///< Rows that can be read in this order only.
  std::array<Rising, 3> rising_;
  std::uint64_t rows_ = 0;
  // Of rows beside a session start:
  std::map<std::int32_t, std::uint64_t> offsets_;  ///< By seconds east of UTC.
  std::uint64_t started_ = 0;
  std::uint64_t in_zone_ = 0;           ///< The log zone has that offset.
  std::int64_t least_off_ = INT64_MAX;  ///< Seconds between the log zone's reading and the start.
  std::int64_t most_off_ = INT64_MIN;
};

}  // namespace smtptally
