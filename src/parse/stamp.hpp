#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"
#include "text/cursor.hpp"

namespace smtptally {

/// Reads the stamps of one file. Caches the last date, so that a line of the same day costs a
/// comparison. Tracks the year of stamps without one.
class StampReader {
 public:
  /// `log_zone` is the zone of stamps without one; `first_year` the year of the first stamp without
  /// a year.
  StampReader(const Zone& log_zone, int first_year) : zone_(log_zone), year_{first_year, 0} {}

  /// The state of the year for stamps without one.
  struct Year {
    int year = 0;
    int month = 0;       ///< In the last such stamp; 0 before the first one.
    bool known = false;  ///< A stamp with a year was read.
    bool operator==(const Year&) const = default;
  };
  /// Continues where another reader of the same file stopped.
  StampReader(const Zone& log_zone, const Year& year) : zone_(log_zone), year_(year) {}
  /// The zone of stamps without one.
  [[nodiscard]] const Zone& zone() const noexcept { return zone_; }
  [[nodiscard]] Year year() const { return dated_at_ ? year_at(*dated_at_) : year_; }
  /// Notes the time of a line with a year: later lines without a year follow it.
  void follow(Micros dated) noexcept {
    dated_at_ = dated;
    bsd_text_[0] = '\0';
    line_text_[0] = '\0';
  }
  /// Puts the next stamp without a year into the half year around `time`, whatever preceded it.
  void stand_beside(Micros time);

  /// Takes "Nov 21 01:44:34", "Nov  1 …", "May 4 …", with optional ".fraction" (RFC 3164,
  /// journalctl short-precise). A step back by six months or more begins a new year; a step forward
  /// by as much is a late line of the old year.
  bool take_bsd(Cursor& at, Micros& out) {
    // PERF: most lines of a busy log are of the same second as the preceding one.
    if (at.rest().size() < line_text_.size() ||
        std::memcmp(at.rest().data(), line_text_.data(), line_text_.size()) != 0) {
      return take_other_bsd(at, out);
    }
    out = line_time_;
    at = Cursor(at.rest().substr(line_text_.size() - 1));
    return true;
  }
  /// Takes "2026-11-21T02:32:17[.fraction][Z|+00:00|+0000]" (RFC 3339, journalctl short-iso). A
  /// stamp without zone is in the log zone, or in UTC if `utc_without_zone`.
  bool take_rfc3339(Cursor& at, Micros& out, bool utc_without_zone = false);
  /// Takes "Sat 2026-11-21 03:32:17 CET" (journalctl short-full, with-unit).
  bool take_short_full(Cursor& at, Micros& out);
  /// Takes "2026 Nov 21 03:32:17.123", in the log zone or the zone of the next word.
  bool take_year_first(Cursor& at, Micros& out) const;
  /// Takes "Sat Nov 21 03:32:17 2026" (OpenWrt's logread, ctime) or "Sat Nov 21 03:32:17 CET 2026".
  bool take_ctime(Cursor& at, Micros& out) const;
  /// Takes " UTC" or " +0100" behind the stamp of the last take_bsd(), and corrects its time.
  void take_zone(Cursor& at, Micros& out) const { take_zone_word(at, latest_clock_, out); }
  /// Takes "1795228337.000000" (journalctl short-unix).
  static bool take_unix(Cursor& at, Micros& out);

  /// Whether a stamp had no year, and no stamp with a year preceded it.
  [[nodiscard]] bool guessed_year() const noexcept { return saw_yearless_; }
  /// Whether a February 29 occurred in a year without one: then the first year is wrong.
  [[nodiscard]] bool leap_conflict() const noexcept { return leap_conflict_; }

 private:
  bool take_other_bsd(Cursor& at, Micros& out);
  bool read_bsd_date(std::string_view text, std::size_t size, std::int32_t& day);
  bool take_date(Cursor& at, std::int32_t& day);
  bool take_clock(Cursor& at, LocalTime& local) const;
  bool take_month_and_clock(Cursor& at, int& month, int& day, LocalTime& clock) const;
  void take_zone_word(Cursor& at, const LocalTime& local, Micros& out) const;
  void enter_month(int month);
  [[nodiscard]] Year year_at(Micros time) const;

  Zone zone_;
  Year year_;
  std::optional<Micros> dated_at_;  ///< Time of a line with a year after the last one without.
  bool saw_yearless_ = false;
  bool leap_conflict_ = false;
  std::array<char, 6> bsd_text_{};
  std::int32_t bsd_day_ = 0;
  std::array<char, 16> line_text_{};  ///< "Nov 21 01:44:34 " of the preceding line.
  Micros line_time_ = 0;
  LocalTime latest_clock_;  ///< Clock of the last stamp without a year.
  std::array<char, 10> iso_text_{};
  std::int32_t iso_day_ = 0;
};

/// The latest year in which a stamp without a year is not after `limit`; for February 29 a leap
/// year. `in_2000` is the stamp in the leap year 2000.
[[nodiscard]] int latest_year_not_after(const LocalTime& in_2000, Micros limit, const Zone& zone);

}  // namespace smtptally
