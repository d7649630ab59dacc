// HistoryDatabase: opens the file, and makes or changes its schema.

#include "history/database.hpp"

#include <array>

#include <fmt/format.h>
#include <sqlite3.h>

#include "history/schema.hpp"
#include "smtptally/tls.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr int kMillisecondsPerSecond = 1000;
constexpr Micros kMicrosPerMinute = 60 * kMicrosPerSecond;

int user_version(SQLite::Database& connection) {
  return connection.execAndGet("PRAGMA user_version").getInt();
}

/// So that who may only read the file can do so after the last writer closed it: without the two
/// files beside it a reader would have to write.
void keep_write_ahead_log(SQLite::Database& connection) {
  int keep = 1;
  (void)sqlite3_file_control(connection.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
}

/// For people who ask the tables: later versions know more kinds of evidence.
void name_evidence(SQLite::Database& connection) {
  const int known = connection.execAndGet("SELECT count(*) FROM tls_evidence").getInt();
  for (auto i = static_cast<std::size_t>(known); i < kTlsEvidenceNames.size(); ++i) {
    SQLite::Statement insert(connection, "INSERT INTO tls_evidence VALUES (?, ?)");
    insert.bind(1, static_cast<std::int64_t>(i));
    insert.bind(2, std::string(kTlsEvidenceNames[i]));
    (void)insert.exec();
  }
}

[[noreturn]] void refuse(std::string_view why) {
  throw SQLite::Exception(std::string(why), SQLITE_NOTADB);
}

}  // namespace

/// PERF: one thread uses a connection. SQLite's lock, taken for each column of each row, cost a
/// twentieth of the time of a report.
HistoryDatabase::HistoryDatabase(const HistoryRequest& request, int flags)
    : connection_(request.db, flags | SQLite::OPEN_NOMUTEX,
                  static_cast<int>(request.patience) * kMillisecondsPerSecond) {}

std::unique_ptr<HistoryDatabase> HistoryDatabase::open_to_write(const HistoryRequest& request,
                                                                Micros width) {
  std::unique_ptr<HistoryDatabase> database(
      new HistoryDatabase(request, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
  SQLite::Database& connection = database->connection_;
  keep_write_ahead_log(connection);
  if (user_version(connection) == 0) {
    // Before the first table.
    connection.exec("PRAGMA auto_vacuum = INCREMENTAL");
    connection.exec("PRAGMA journal_mode = WAL");
  }
  // What is left of the log is read when the file is opened again.
  connection.exec("PRAGMA journal_size_limit = 0");
  connection.exec("PRAGMA cache_size = -65536");
  // After a loss of power the last runs may be missing, but no run is there by half.
  connection.exec("PRAGMA synchronous = NORMAL");
  connection.exec("BEGIN IMMEDIATE");
  database->bring_up_to_date(width);
  return database;
}

std::unique_ptr<HistoryDatabase> HistoryDatabase::open_to_read(const HistoryRequest& request) {
  std::unique_ptr<HistoryDatabase> database(new HistoryDatabase(request, SQLite::OPEN_READONLY));
  // One picture of it, whatever is written meanwhile.
  database->connection_.exec("BEGIN");
  const int version = user_version(database->connection_);
  if (version == 0) refuse(tr("it is no history of smtptally"));
  if (version != kSchema) {
    refuse(version > kSchema ? tr("it was written by a later version of smtptally")
                             : tr("its schema is older: run collect once"));
  }
  database->width_ = std::stoll(database->setting("cell_minutes")) * kMicrosPerMinute;
  return database;
}

void HistoryDatabase::bring_up_to_date(Micros width) {
  const int version = user_version(connection_);
  if (version > kSchema) refuse(tr("it was written by a later version of smtptally"));
  if (version == 0) {
    const int tables = connection_.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
    if (tables > 0) refuse(tr("it is a database of something else"));
  }
  for (int step = version; step < kSchema; ++step) {
    connection_.exec(kSchemaSteps[static_cast<std::size_t>(step)]);
  }
  if (version == 0) {
    set("cell_minutes", std::to_string(width / kMicrosPerMinute));
  }
  name_evidence(connection_);
  if (version < kSchema) connection_.exec(fmt::format("PRAGMA user_version = {}", kSchema));
  width_ = std::stoll(setting("cell_minutes")) * kMicrosPerMinute;
}

void HistoryDatabase::commit() { connection_.exec("COMMIT"); }

std::string HistoryDatabase::setting(std::string_view name) {
  SQLite::Statement select(connection_, "SELECT value FROM settings WHERE name = ?");
  select.bind(1, std::string(name));
  return select.executeStep() ? select.getColumn(0).getString() : std::string();
}

void HistoryDatabase::set(std::string_view name, std::string_view value) {
  SQLite::Statement insert(connection_, "INSERT OR REPLACE INTO settings VALUES (?, ?)");
  insert.bind(1, std::string(name));
  insert.bind(2, std::string(value));
  (void)insert.exec();
}

Error why_of(const SQLite::Exception& exception, const HistoryRequest& request) {
  const std::string path = visible(request.db);
  switch (exception.getErrorCode()) {
    case SQLITE_BUSY:
      return {said("{}: another run held it for {} seconds; nothing was changed", path,
                   request.patience)};
    case SQLITE_PROTOCOL:
      // SQLite lets nobody read who may not write, where the log of writes has a head and no page.
      return {
          said("{}: a run was killed as it began to write; collect once more, then it can be "
               "read again",
               path)};
    case SQLITE_FULL:
      return {said("{}: the disk is full; nothing was changed", path)};
    case SQLITE_CANTOPEN:
      return {said("{}: it could not be opened: {}", path, visible(exception.what()))};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {said("{}: it is no history that can be read: {}", path, visible(exception.what()))};
    default:
      return {fmt::format("{}: {}", path, visible(exception.what()))};
  }
}

}  // namespace smtptally
