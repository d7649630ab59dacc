#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// The order of day, month and year in a date.
enum class DateOrder : std::uint8_t { unknown, day_first, month_first, year_first };

/// A stamp as the culture of some machine printed it: "8/20/2018 11:32:37 AM", "20.08.2018 11.32",
/// "2026. 11. 12. 9:34:39", "2026/11/12 上午 09:34:39", "12/11/2569 9:34:39", in digits of any
/// script. It has no zone, and its day and month are often ambiguous.
struct LocaleStamp {
  std::array<std::uint32_t, 3> parts{};  ///< As written; a named month by its number.
  std::array<std::uint8_t, 3> digits{};  ///< For each part; 0 for a named month.
  std::array<bool, 3> possible{};  ///< By DateOrder without `unknown`: orders that the form allows.
  bool american = false;           ///< Slashes, and AM or PM in Latin letters.
  bool has_clock = false;
  LocalTime clock;  ///< Its day is not set.

  /// The day and time in an order; nothing if that is no valid day, or if the year is before
  /// Exchange existed or after `latest_year`. Years of the Buddhist era are recognised by their
  /// size; a year of two digits is Buddhist only if `buddhist` is set.
  [[nodiscard]] std::optional<LocalTime> in(DateOrder order, int latest_year,
                                            bool buddhist = false) const;
};

/// Parses a whole text; nothing if it is not such a stamp.
[[nodiscard]] std::optional<LocaleStamp> parse_locale_stamp(std::string_view text);

}  // namespace smtptally
