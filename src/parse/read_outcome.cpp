// Adds up the outcomes of reading the parts of an input.

#include "parse/read_outcome.hpp"

#include <algorithm>

namespace smtptally {

void StampOrder::append(const StampOrder& next) noexcept {
  if (!next.any) return;
  if (!any) {
    *this = next;
    return;
  }
  falls += next.falls + (newest - next.first > kDisorder ? 1 : 0);
  newest = next.newest;
}

void ReadCounts::append(const ReadCounts& next) noexcept {
  if (first_malformed == 0 && next.first_malformed != 0) {
    first_malformed = lines + next.first_malformed;
  }
  if (logged == 0) {
    first = next.first;
    earliest = next.earliest;
    last = next.last;
  } else if (next.logged != 0) {
    earliest = std::min(earliest, next.earliest);
    last = std::max(last, next.last);
  }
  order.append(next.order);
  bytes += next.bytes;
  lines += next.lines;
  logged += next.logged;
  irrelevant += next.irrelevant;
  malformed += next.malformed;
}

void StampCounts::append(const StampCounts& next, std::uint64_t lines) {
  if (guessed == 0 && next.guessed > 0) first_guessed = lines + next.first_guessed;
  if (unread == 0 && next.unread > 0) {
    first_unread = lines + next.first_unread;
    unread_text = next.unread_text;
  }
  guessed += next.guessed;
  unread += next.unread;
}

void JournalDamage::append(const JournalDamage& next) noexcept {
  if (places == 0) first = next.first;
  places += next.places;
  missing += next.missing;
}

void ReadOutcome::append(const ReadOutcome& next) {
  if (!years.dated && next.years.dated) {
    const bool any_here = counts.logged > 0;
    years = next.years;
    if (any_here) {
      years.latest_before =
          next.years.found ? std::max(counts.last, next.years.latest_before) : counts.last;
      years.found = true;
    }
  }
  stamps.append(next.stamps, counts.lines);
  counts.append(next.counts);
  journal.append(next.journal);
  dialects |= next.dialects;
  guessed_year = guessed_year || next.guessed_year;
  leap_conflict = leap_conflict || next.leap_conflict;
  if (next.cut.first) {
    cut.first = next.cut.first;
    cut.first_counts = next.cut.first_counts;
    cut.first_dialects = next.cut.first_dialects;
  }
  if (!next.cut.last.empty()) cut.last = next.cut.last;
}

}  // namespace smtptally
