// Hours become days, and days go.

#include "history/retention.hpp"

#include <algorithm>
#include <string>

#include "history/cell_table.hpp"

namespace smtptally {
namespace {

std::int64_t remove_before(HistoryDatabase& database, const char* statement, Micros time) {
  SQLite::Statement remove(database.connection(), statement);
  remove.bind(1, whole_seconds(time));
  return remove.exec();
}

void make_days(HistoryDatabase& database, const Zone& zone, Micros before) {
  HistoryCells days(database.width());
  CellReader(database).read({kBeginningOfTime, before}, CellReader::Span::hours,
                            [&](const HistoryWay& way, Micros start, const HistorySums& sums) {
                              days.add(way, day_start(start, zone), sums);
                            });
  if (days.cells().empty()) return;
  CellWriter(database).add(days, CellWriter::Span::days);
  (void)remove_before(database, "DELETE FROM hours WHERE start < ?", before);
}

}  // namespace

Micros day_start(Micros time, const Zone& zone) {
  LocalTime local = zone.to_local(time);
  local.second = 0;
  local.microsecond = 0;
  return zone.to_utc(local);
}

void forget_old(HistoryDatabase& database, const Config& config) {
  const HistoryRequest& request = config.history;
  if (request.keep != 0) {
    make_days(database, config.zone, day_start(config.now - request.keep, config.zone));
  }
  if (request.keep_days == 0) return;
  const Micros before = day_start(config.now - request.keep_days, config.zone);
  std::int64_t removed = remove_before(database, "DELETE FROM days WHERE start < ?", before);
  removed += remove_before(database, "DELETE FROM hours WHERE start < ?", before);
  if (removed == 0) return;
  database.set("kept_from", std::to_string(whole_seconds(before)));
  SQLite::Database& connection = database.connection();
  connection.exec(
      "DELETE FROM ways WHERE id NOT IN (SELECT way FROM hours UNION SELECT way FROM days)");
  connection.exec("DELETE FROM means WHERE id NOT IN (SELECT means FROM ways)");
  connection.exec(
      "DELETE FROM texts WHERE id NOT IN (SELECT account FROM ways UNION SELECT client FROM ways "
      "UNION SELECT envelope FROM ways UNION SELECT host FROM means UNION SELECT service FROM "
      "means UNION SELECT mechanism FROM means UNION SELECT cipher FROM means UNION SELECT "
      "dialect FROM means)");
}

void shrink(HistoryDatabase& database) {
  SQLite::Statement vacuum(database.connection(), "PRAGMA incremental_vacuum");
  while (vacuum.executeStep()) {
  }
}

}  // namespace smtptally
