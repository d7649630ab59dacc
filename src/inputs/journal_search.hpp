#pragma once

#include <cstdint>
#include <optional>

#include "inputs/input.hpp"
#include "parse/journal_index.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Finds the place of a time in a journal file by its list of entries, as TimeSearch does in a log
/// of lines. Requires a file with a whole header and at least one entry.
class JournalSearch {
 public:
  JournalSearch(const Input& input, const SeekOptions& options);

  /// Looks at evenly spaced entries. The error says why the file cannot be searched; then no other
  /// member may be called.
  [[nodiscard]] std::optional<Error> survey();

  [[nodiscard]] Micros earliest() const noexcept { return earliest_; }
  [[nodiscard]] Micros latest() const noexcept { return latest_; }
  /// Offset of an entry before which every entry is before `time`; 0 if that is the first one.
  [[nodiscard]] std::uint64_t last_before(Micros time) const;
  /// Offset of an entry from which on no entry is before `time`; nothing if there is none.
  [[nodiscard]] std::optional<std::uint64_t> first_from(Micros time) const;

 private:
  [[nodiscard]] std::uint64_t first_number_from(Micros time) const;

  JournalIndex index_;
  Micros disorder_;
  Micros earliest_ = kEndOfTime;
  Micros latest_ = kBeginningOfTime;
};

}  // namespace smtptally
