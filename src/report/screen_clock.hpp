#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "smtptally/report.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// The times between which everything on the screen lies; nothing where that is not known.
[[nodiscard]] std::optional<TimeRange> shown_range(const Report& report);

/// "2026-11-28 18:39".
[[nodiscard]] std::string minute_text(Micros time, const Zone& zone);
[[nodiscard]] bool is_midnight(Micros time, const Zone& zone);

/// How times look on one screen: in the title's zone, and without a year where all are of one.
class ScreenClock {
 public:
  explicit ScreenClock(const Report& report);
  /// As RFC 3339, whole: for --wide and statistics.
  explicit ScreenClock(const Zone& zone) : zone_(zone) {}

  /// "11-28 18:39", "2026-11-28 18:39:05".
  [[nodiscard]] std::string text(Micros time, bool seconds) const;
  /// "2026-11-28" as "11-28".
  [[nodiscard]] std::string short_date(std::string_view date) const;
  /// "11-28 Sat".
  [[nodiscard]] std::string day(std::string_view date) const;

 private:
  /// Its short date.
  [[nodiscard]] const std::string& date_of(std::int32_t day) const;

  Zone zone_;
  bool whole_ = true;
  bool years_ = true;
  // PERF: many times of a page are of one day.
  mutable std::int32_t day_ = 0;
  mutable std::string date_;  ///< Of day_; empty at first.
};

}  // namespace smtptally
