// Knows journal files again, and goes on behind the last entry that was read.

#include "history/journal_marks.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "history/log_print.hpp"
#include "history/sql_numbers.hpp"
#include "inputs/journal_input.hpp"
#include "parse/journal_layout.hpp"

namespace smtptally {
namespace {

std::string hex_of(const JournalHeader::Id& id) {
  std::string text;
  for (const char byte : id) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

}  // namespace

std::vector<JournalHole> holes_between(std::vector<JournalMark> marks) {
  std::sort(marks.begin(), marks.end(), [](const JournalMark& a, const JournalMark& b) {
    return std::tie(a.series, a.first) < std::tie(b.series, b.first);
  });
  std::vector<JournalHole> holes;
  const JournalMark* farthest = nullptr;
  for (const JournalMark& mark : marks) {
    const bool other = farthest == nullptr || farthest->series != mark.series;
    if (!other && mark.first > farthest->last + 1) {
      holes.push_back(
          {mark.series, farthest->last + 1, mark.first - 1, farthest->last_time, mark.first_time});
    }
    if (other || mark.last > farthest->last) farthest = &mark;
  }
  return holes;
}

std::vector<JournalMark> JournalTable::all() {
  SQLite::Statement rows(database_->connection(),
                         "SELECT file, series, first, last, first_time, last_time, entry, "
                         "entry_hash, log FROM journals");
  std::vector<JournalMark> marks;
  while (rows.executeStep()) {
    marks.push_back({.file = rows.getColumn(0).getString(),
                     .series = rows.getColumn(1).getString(),
                     .first = from_sql(rows.getColumn(2)),
                     .last = from_sql(rows.getColumn(3)),
                     .first_time = rows.getColumn(4).getInt64(),
                     .last_time = rows.getColumn(5).getInt64(),
                     .entry = from_sql(rows.getColumn(6)),
                     .entry_hash = from_sql(rows.getColumn(7)),
                     .log = rows.getColumn(8).getInt64()});
  }
  return marks;
}

void JournalTable::save(const JournalMark& mark) {
  SQLite::Statement insert(database_->connection(),
                           "INSERT OR REPLACE INTO journals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, mark.file);
  insert.bind(2, mark.series);
  insert.bind(3, to_sql(mark.first));
  insert.bind(4, to_sql(mark.last));
  insert.bind(5, mark.first_time);
  insert.bind(6, mark.last_time);
  insert.bind(7, to_sql(mark.entry));
  insert.bind(8, to_sql(mark.entry_hash));
  insert.bind(9, mark.log);
  (void)insert.exec();
}

JournalLog::JournalLog(const Input& input)
    : source_(journal_source(input, 0)), index_(source_.header, source_.read_at, source_.size) {}

/// Number, times, boot and hash of the fields of an entry, which never change.
std::string JournalLog::beginning_of(std::uint64_t entry) const {
  std::string bytes(journal::kEntryItems, '\0');
  bytes.resize(source_.read_at(entry, bytes));
  return bytes;
}

JournalMark JournalLog::mark() const {
  const JournalHeader& header = source_.header;
  JournalMark mark{.file = hex_of(header.file_id),
                   .series = hex_of(header.series),
                   .first = header.first_number,
                   .last = header.first_number,
                   .first_time = header.first,
                   .last_time = header.last};
  // The header of a file that is being written may count an entry that is not there yet.
  const std::uint64_t entry = index_.size() == 0 ? 0 : index_.entry(index_.size() - 1);
  const std::string bytes = beginning_of(entry);
  if (entry == 0 || bytes.size() < journal::kEntryItems) return mark;
  const std::uint64_t number = journal::le64(bytes.data() + journal::kEntryNumber);
  mark.last = std::clamp(number, mark.first, std::max(mark.first, header.last_number));
  return mark;
}

void JournalLog::set_read(JournalMark& mark, std::optional<std::uint64_t> entry) const {
  if (!entry && index_.size() == source_.header.entries) entry = index_.entry(index_.size() - 1);
  if (entry.value_or(0) == 0) return;
  mark.entry = *entry;
  mark.entry_hash = hash_of_bytes(beginning_of(*entry));
}

JournalLog::Rest JournalLog::behind(const JournalMark& mark) const {
  using enum Rest::Kind;
  if (mark.entry == 0) return {new_part, source_};
  const std::uint64_t entries = index_.count_up_to(mark.entry);
  const bool known = entries > 0 && index_.entry(entries - 1) == mark.entry &&
                     hash_of_bytes(beginning_of(mark.entry)) == mark.entry_hash;
  if (!known) {
    if (index_.size() < source_.header.entries) return {lost, {}};
    const bool ends_before = this->mark().last < mark.last;
    return {ends_before ? older : different, {}};
  }
  if (entries == source_.header.entries) return {none, {}};
  const std::uint64_t begin = entries < index_.size() ? index_.entry(entries) : 0;
  if (begin == 0) return {lost, {}};
  Rest rest{new_part, source_};
  rest.source.begin = begin;
  rest.source.entries_before = entries;
  return rest;
}

}  // namespace smtptally
