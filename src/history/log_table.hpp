#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "history/database.hpp"
#include "history/log_print.hpp"
#include "parse/stamp.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// A log as the history knows it: one file under whatever names it had.
struct StoredLog {
  std::int64_t id = 0;   ///< 0 for one that is new.
  InputSummary summary;  ///< Of all runs; `bytes` is the offset.
  std::uint64_t malformed = 0;
  std::set<std::string> hosts;
  LogPrint print;
  StampReader::Year year;  ///< Behind the last line.
  bool skipping = false;   ///< The offset lies within a line that is too long.
  std::int64_t run = 0;    ///< The last one that read of it.
};

/// The tables logs and packed.
class LogTable {
 public:
  explicit LogTable(HistoryDatabase& database) : database_(&database) {}

  [[nodiscard]] std::vector<StoredLog> all();
  /// Those that an input of this front may be.
  [[nodiscard]] std::vector<StoredLog> with_front(std::uint64_t front);
  /// Inserts a new one, or writes over what was known. Returns its id.
  std::int64_t save(const StoredLog& log);

  /// Whether a packed file of this size and hash was read to its end.
  [[nodiscard]] bool is_known_pack(std::uint64_t size, std::uint64_t hash);
  void save_pack(std::uint64_t size, std::uint64_t hash, std::int64_t log);

 private:
  [[nodiscard]] std::vector<StoredLog> select(SQLite::Statement& rows);

  HistoryDatabase* database_;
};

}  // namespace smtptally
