#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "parse/dialect_set.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// How far the lines of one input stand in the order of their stamps. Rows of Exchange do not
/// count: no result depends on their order.
struct StampOrder {
  /// If a line is older than the preceding line by more than this, the order of reading may matter.
  static constexpr Micros kDisorder = kMicrosPerSecond;

  bool any = false;
  Micros first = 0;         ///< Time of the first line; valid with `any`, like `newest`.
  Micros newest = 0;        ///< Time of the last line so far.
  std::uint64_t falls = 0;  ///< Lines older than the preceding one by more than kDisorder.

  void add(Micros time) noexcept {
    if (!any) first = time;
    if (any && newest - time > kDisorder) ++falls;
    any = true;
    newest = time;
  }
  /// Adds the next part of the same input.
  void append(const StampOrder& next) noexcept;
};

/// Counts of one input.
struct ReadCounts {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t logged = 0;      ///< Lines with an envelope.
  std::uint64_t irrelevant = 0;  ///< Well-formed lines without an envelope.
  std::uint64_t malformed = 0;
  std::uint64_t first_malformed = 0;  ///< From 1; 0 for none.
  Micros first = 0;                   ///< The first line; times are valid if logged > 0.
  Micros earliest = 0;
  Micros last = 0;  ///< The latest.
  StampOrder order;

  /// The time of a line that follows another one with a time. The caller counts the line.
  ///
  /// PERF: that of the line before is within [earliest, last], so only one bound can change.
  [[gnu::always_inline]] void add_time(Micros time) noexcept {
    if (time > order.newest) {
      order.newest = time;
      last = std::max(last, time);
    } else if (time < order.newest) {
      earliest = std::min(earliest, time);
      order.add(time);
    }
  }
  /// Adds the next part of the same input.
  void append(const ReadCounts& next) noexcept;
};

/// Counts of export stamps whose day is not certain. Lines are numbered from 1.
struct StampCounts {
  std::uint64_t guessed = 0;  ///< Day and month could be swapped.
  std::uint64_t first_guessed = 0;
  std::uint64_t unread = 0;
  std::uint64_t first_unread = 0;
  std::string unread_text;  ///< The first unread stamp.

  /// Adds the counts of a part that begins behind `lines` lines.
  void append(const StampCounts& next, std::uint64_t lines);
};

/// The first line of an input with a year, behind lines without one. If the years of those lines
/// are right, they are not later.
struct YearEvidence {
  bool found = false;        ///< There is such a line.
  bool dated = false;        ///< The input has a line with a year.
  Micros first_dated = 0;    ///< The time of that line.
  Micros latest_before = 0;  ///< The latest time of the lines before it.

  bool operator==(const YearEvidence&) const = default;
};

/// The damage of a journal file.
struct JournalDamage {
  std::uint64_t places = 0;   ///< Objects that are none, or not those that they should be.
  std::uint64_t first = 0;    ///< Offset of the first.
  std::uint64_t missing = 0;  ///< Entries that the header promised and that were not found.

  void append(const JournalDamage& next) noexcept;
};

/// What a log that may have been cut anywhere leaves at its ends, see LogReader::hold(). Without
/// line ends; their bytes are counted, and neither is a line of the input yet.
struct CutLines {
  /// The first line, which may be the rest of one.
  std::optional<std::string> first;
  ReadCounts first_counts;  ///< Of the first line, where it is one of its own.
  DialectSet first_dialects;
  /// What stands behind the last line end; empty for nothing.
  std::string last;
};

/// The properties of an input that its reader found, besides the lines.
struct ReadOutcome {
  ReadCounts counts;
  StampCounts stamps;
  DialectSet dialects;
  YearEvidence years;
  bool guessed_year = false;   ///< Some stamps have no year of their own.
  bool leap_conflict = false;  ///< A February 29 occurred in a year without one.
  JournalDamage journal;
  CutLines cut;

  void append(const ReadOutcome& next);
};

}  // namespace smtptally
