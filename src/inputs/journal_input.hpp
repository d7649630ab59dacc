#pragma once

#include "inputs/input.hpp"
#include "parse/journal_file.hpp"

namespace smtptally {

/// How many bytes of a journal file are read at a time.
/// PERF: so few that long lists, which are not looked at, are not read.
inline constexpr std::size_t kJournalStep = std::size_t{32} << 10U;

/// How to read the journal file of an input from the entry at byte `begin` on; 0 is its beginning.
/// Requires an input with a whole header.
[[nodiscard]] JournalFile::Source journal_source(const Input& input, std::uint64_t begin);

/// inspect() of a journal file. Its header and its lists of fields tell what a head of lines does:
/// the times, and the hosts if any program of a mail server logged there. A damaged header makes
/// no log.
void inspect_journal(Input& input);

/// Whether one journal file goes on where another one ends, by the numbers of their entries: then
/// they hold no entry in common, though a moment may be in both.
[[nodiscard]] bool follow_each_other(const Input& earlier, const Input& later);

}  // namespace smtptally
