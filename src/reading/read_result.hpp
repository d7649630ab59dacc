#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "io/input_set.hpp"
#include "piece.hpp"
#include "smtptally/history_facts.hpp"
#include "smtptally/report.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// A line at an end of a log that another part of the log may hold the rest of.
struct CutLine {
  std::string text;             ///< Without its line end.
  std::set<std::string> hosts;  ///< Log hosts of the other lines there.
  int year = 0;                 ///< Of a stamp without one.
  std::string zone;             ///< Of a stamp without one.
  bool of_exim = false;
  /// Of a first line: its input, and what is said of that where the line is the rest of another.
  std::size_t input = 0;
  Said note;

  bool operator==(const CutLine&) const = default;
};

/// The outcome of reading all inputs.
struct ReadResult {
  std::unique_ptr<Piece> piece;  ///< Finished; with --partial, open at both ends.
  std::vector<InputSummary> inputs;
  std::vector<InputNote> notes;
  /// From the first to the last line of the inputs, read or not; nothing if there is no time.
  std::optional<TimeRange> covered;
  bool anything_read = false;           ///< At least one input could be opened.
  std::uint64_t falls = 0;              ///< The sum of StampOrder::falls.
  std::optional<HistoryFacts> history;  ///< Command::check, of a history.
  bool any_log = false;                 ///< At least one input was a log, or empty.

  // With --partial:
  std::size_t notes_before = 0;            ///< Notes from before the first byte was read.
  std::vector<CutLine> heads;              ///< In front of the lines of their hosts.
  std::vector<CutLine> tails;              ///< Behind them.
  std::map<std::string, TimeRange> hosts;  ///< From the first to the last line, which it includes.
};

}  // namespace smtptally
