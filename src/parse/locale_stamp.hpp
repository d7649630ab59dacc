#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// In which order a locale writes the parts of a date.
enum class DateOrder : std::uint8_t { unknown, day_first, month_first, year_first };

/// A stamp as the culture of some machine printed it: "8/20/2018 11:32:37 AM", "20.08.2018 11.32",
/// "2026. 11. 12. 9:34:39", "2026/11/12 上午 09:34:39", "12/11/2569 9:34:39", in digits of any
/// script. It has no zone, and often nothing that tells the day from the month.
struct LocaleStamp {
  std::array<std::uint32_t, 3> parts{};  ///< In their order; a month by name is its number.
  std::array<std::uint8_t, 3> digits{};  ///< Of each; 0 for a month by name.
  std::array<bool, 3> possible{};        ///< Orders that the writing allows, without `unknown`.
  bool american = false;                 ///< Slashes, and AM or PM in Latin letters.
  bool has_clock = false;
  LocalTime clock;  ///< Its day is not set.

  /// The day and time in an order; nothing if that names no day, or one in a year before Exchange
  /// was or behind `latest_year`. Years of the Buddhist era are known by their size; one of two
  /// digits is Buddhist only if `buddhist` says so.
  [[nodiscard]] std::optional<LocalTime> in(DateOrder order, int latest_year,
                                            bool buddhist = false) const;
};

/// Takes all of a text apart; nothing if it is no such stamp.
[[nodiscard]] std::optional<LocaleStamp> parse_locale_stamp(std::string_view text);

}  // namespace smtptally
