#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "history/database.hpp"
#include "inputs/input.hpp"
#include "parse/journal_file.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// How far a journal file was read. Its name changes when it is rotated, its id does not, and its
/// entries keep their places.
struct JournalMark {
  std::string file;              ///< Its id.
  std::string series;            ///< All entries of one journald are numbered in one series.
  std::uint64_t first = 0;       ///< Number of its first entry.
  std::uint64_t last = 0;        ///< Number of its last entry.
  Micros first_time = 0;         ///< Of the first entry.
  Micros last_time = 0;          ///< Of the last one.
  std::uint64_t entry = 0;       ///< Offset of the last entry that was read; 0 if none was.
  std::uint64_t entry_hash = 0;  ///< Of its beginning: number, times, boot and hash of its fields.
  std::int64_t log = 0;          ///< Among the logs; 0 if it holds nothing of mail.
};

/// Numbers of a series between those of known files, which no known file has.
struct JournalHole {
  std::string series;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  Micros since = 0;  ///< Time of the entry in front of it.
  Micros until = 0;  ///< Time of the entry behind it.

  [[nodiscard]] bool contains(const JournalHole& other) const noexcept {
    return series == other.series && first <= other.first && other.last <= last;
  }
};
[[nodiscard]] std::vector<JournalHole> holes_between(std::vector<JournalMark> marks);

/// The table journals.
class JournalTable {
 public:
  explicit JournalTable(HistoryDatabase& database) : database_(&database) {}
  [[nodiscard]] std::vector<JournalMark> all();
  /// Writes over what was known of the file.
  void save(const JournalMark& mark);

 private:
  HistoryDatabase* database_;
};

/// A journal file and what its header promised when it was opened. Borrows the input.
class JournalLog {
 public:
  /// Requires an input with a whole header.
  explicit JournalLog(const Input& input);

  [[nodiscard]] bool is_empty() const noexcept { return source_.header.entries == 0; }
  /// What the header tells: nothing was read yet.
  [[nodiscard]] JournalMark mark() const;
  /// Sets what was read: up to the end of the file, or up to the entry at `entry`.
  void set_read(JournalMark& mark, std::optional<std::uint64_t> entry) const;

  /// How the file stands to what was read of the file with its id.
  struct Rest {
    enum class Kind : std::uint8_t {
      none,       ///< All of it was read.
      new_part,   ///< `source` reads it.
      older,      ///< It ends before the last entry that was read.
      different,  ///< Another entry stands in the place of that one.
      lost,       ///< Its list of entries is damaged: nobody knows where the rest begins.
    };
    Kind kind = Kind::none;
    JournalFile::Source source;
  };
  [[nodiscard]] Rest behind(const JournalMark& mark) const;

 private:
  [[nodiscard]] std::string beginning_of(std::uint64_t entry) const;

  JournalFile::Source source_;
  JournalIndex index_;
};

}  // namespace smtptally
