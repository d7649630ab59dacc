#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pivot/habit_cells.hpp"
#include "unusual/periods.hpp"
#include "unusual/tail.hpp"

namespace smtptally {

/// What one account did on one day.
struct DayFacts {
  std::int32_t day = 0;
  std::uint64_t messages = 0;
  std::uint64_t recipients = 0;
  std::uint64_t widest = 0;   ///< The most recipients of one message.
  std::uint64_t busiest = 0;  ///< Messages in the busiest hour.
  std::uint64_t clients = 0;  ///< The most clients within an hour.
  double hour_squares = 0;    ///< Sum over the hours.
  std::int32_t busiest_hour = 0;
  Seconds first = 0;  ///< Of the day.
  Seconds busiest_first = 0;
  Seconds clients_first = 0;
  Seconds widest_first = 0;
  bool lost_clients = false;  ///< There were more than are kept.
  bool flagged = false;       ///< Of the baseline: it was unusual itself and is left out.
  std::span<const SentCell> cells;
};

/// The days of one account, in order; a day on which both meet stands in both.
struct AccountDays {
  std::vector<DayFacts> base;
  std::vector<DayFacts> look;

  [[nodiscard]] std::uint64_t base_messages() const noexcept;
  [[nodiscard]] std::uint64_t look_messages() const noexcept;
  /// Whether the baseline has enough days and messages to compare with.
  [[nodiscard]] bool has_baseline() const noexcept;
};
[[nodiscard]] AccountDays days_of(const AccountHabits& account, const Periods& periods);

/// One number of each day as a series over the `days` of a baseline, days without mail included.
/// Leaves out flagged days.
enum class Daily : std::uint8_t { messages, recipients, widest };
[[nodiscard]] std::uint64_t value_of(const DayFacts& day, Daily what) noexcept;
[[nodiscard]] Series daily(std::span<const DayFacts> base, std::int32_t days, Daily what);
/// Messages per hour likewise.
[[nodiscard]] Series hourly(std::span<const DayFacts> base, std::int32_t days);

}  // namespace smtptally
