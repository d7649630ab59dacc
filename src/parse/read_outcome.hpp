#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "parse/dialect.hpp"
#include "parse/exchange_table.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// Numbers of dialects: the rows of kDialects, then these.
inline constexpr std::size_t kJson = kDialects.size();
/// Below it are those of logs of lines of text, each for itself, in the order of their times.
inline constexpr std::size_t kLineDialects = kJson + 1;
inline constexpr std::size_t kJournalJson = kLineDialects;
inline constexpr std::size_t kJournalExport = kJournalJson + 1;
inline constexpr std::size_t kExchange = kJournalExport + 1;  ///< Plus the number of a TableKind.
inline constexpr std::size_t kDialectCount = kExchange + kTableKinds;

/// As reports show it. Static text.
[[nodiscard]] std::string_view dialect_name(std::size_t number) noexcept;

/// How far the lines of one input stand in the order of their stamps. Rows of Exchange do not
/// count: no result depends on their order.
struct StampOrder {
  /// Further back than that, the order in which lines are read may matter.
  static constexpr Micros kDisorder = kMicrosPerSecond;

  bool any = false;
  Micros first = 0;         ///< Of the first line; valid with `any`, as is the next one.
  Micros newest = 0;        ///< Of the last line so far.
  std::uint64_t falls = 0;  ///< Lines that are older by more than kDisorder than the one before.

  void add(Micros time) noexcept {
    if (!any) first = time;
    if (any && newest - time > kDisorder) ++falls;
    any = true;
    newest = time;
  }
  /// What follows in the same input.
  void append(const StampOrder& next) noexcept;
};

/// Counts of one input.
struct ReadCounts {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t logged = 0;      ///< Lines with an envelope.
  std::uint64_t irrelevant = 0;  ///< Lines that are well formed without one.
  std::uint64_t malformed = 0;
  std::uint64_t first_malformed = 0;  ///< Number of the first malformed line, from 1; 0 for none.
  Micros first = 0;                   ///< Time of the first line; these are valid if logged.
  Micros earliest = 0;
  Micros last = 0;  ///< The latest.
  StampOrder order;

  /// Adds the counts of what follows in the same input.
  void append(const ReadCounts& next) noexcept;
};

/// Stamps of exports that do not tell their day for sure. Lines are numbered from 1.
struct StampCounts {
  std::uint64_t guessed = 0;  ///< Day and month could be the other way round.
  std::uint64_t first_guessed = 0;
  std::uint64_t unread = 0;
  std::uint64_t first_unread = 0;
  std::string unread_text;  ///< The first of these.

  /// Adds those of what follows behind `lines` lines.
  void append(const StampCounts& next, std::uint64_t lines);
};

/// The first line of an input with a year, and what stands in front of it: lines without one, which
/// are no later if their years are right.
struct YearEvidence {
  bool found = false;        ///< There is such a line, with lines in front of it.
  bool dated = false;        ///< The input has a line with a year.
  Micros first_dated = 0;    ///< The time of that line.
  Micros latest_before = 0;  ///< The latest time in front of it.

  bool operator==(const YearEvidence&) const = default;
};

/// What a reader learned about its input besides the lines.
struct ReadOutcome {
  ReadCounts counts;
  StampCounts stamps;
  std::bitset<kDialectCount> seen;  ///< By number of the dialect.
  YearEvidence years;
  bool guessed_year = false;   ///< Some stamps have no year of their own.
  bool leap_conflict = false;  ///< A February 29 came in a year that has none.

  void append(const ReadOutcome& next);
  /// "bsd", or "bsd, rfc3339" for a mixed file.
  [[nodiscard]] std::string dialects() const;
};

}  // namespace smtptally
