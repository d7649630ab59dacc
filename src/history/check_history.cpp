// check --db: the history itself, and the same logs counted anew.

#include "history/check_history.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "history/cell_table.hpp"
#include "history/collect.hpp"
#include "history/log_pass.hpp"
#include "history/log_table.hpp"
#include "history/sql_numbers.hpp"
#include "reading/read_inputs.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using enum InputNote::Severity;

std::uint64_t count_of(HistoryDatabase& database, const char* query) {
  return from_sql(database.connection().execAndGet(query));
}

void check_integrity(HistoryDatabase& database, const Config& config,
                     std::vector<InputNote>& notes) {
  constexpr std::size_t kMost = 5;
  SQLite::Statement rows(database.connection(), "PRAGMA integrity_check(5)");
  for (std::size_t i = 0; i < kMost && rows.executeStep(); ++i) {
    const std::string words = rows.getColumn(0).getString();
    if (words == "ok") return;
    notes.push_back(
        {problem, said("{}: it is damaged: {}", visible(config.history.db), visible(words))});
  }
}

/// A week that nobody collected looks like a host that is silent.
void find_gaps(HistoryDatabase& database, const Config& config, std::vector<InputNote>& notes) {
  std::map<std::string, const StoredLog*> before;  // By host: the log that ends last.
  const std::vector<StoredLog> logs = LogTable(database).all();
  for (const StoredLog& log : logs) {
    if (!log.summary.has_times) continue;
    for (const std::string& host : log.hosts) {
      const StoredLog*& last = before[host];
      if (last != nullptr && log.summary.first - last->summary.last > kMicrosPerDay) {
        notes.push_back(
            {warning, said("{}: no line of host {} from {} to {}; was a rotated log not "
                           "collected?",
                           visible(config.history.db), visible(host),
                           format_rfc3339(last->summary.last, config.zone),
                           format_rfc3339(log.summary.first, config.zone))});
      }
      if (last == nullptr || log.summary.last > last->summary.last) last = &log;
    }
  }
  for (const JournalHole& hole : holes_between(JournalTable(database).all())) {
    notes.push_back(about_hole(hole, config));
  }
}

/// Messages by hour, host, service and account: what no session that began before changes.
using Sums = std::map<std::tuple<Micros, std::string, std::string, std::string>,
                      std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>>;

void add(const HistoryWay& way, Micros start, const HistorySums& sums, Sums& to) {
  if (way.kind != HistoryWay::Kind::message) return;
  auto& [messages, recipients, bytes] = to[{start, std::string(way.texts[HistoryWay::host]),
                                            std::string(way.texts[HistoryWay::service]),
                                            std::string(way.texts[HistoryWay::account])}];
  messages += sums.messages;
  recipients += sums.recipients;
  bytes += sums.bytes;
}

/// The whole hours between the first and the last line: at both ends messages may be cut.
TimeRange whole_hours(const TimeRange& covered) {
  constexpr Micros kHour = HistoryCells::kHour;
  return {(covered.since / kHour + 2) * kHour, covered.until / kHour * kHour};
}

}  // namespace

HistoryFacts check_history(HistoryDatabase& database, const Config& config,
                           std::vector<InputNote>& notes) {
  check_integrity(database, config, notes);
  find_gaps(database, config, notes);
  HistoryFacts facts;
  const auto say = [&](const char* name, const char* query) {
    facts.sizes.push_back({name, count_of(database, query)});
  };
  say(to_tr("bytes"), "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  say(to_tr("of them free"),
      "SELECT freelist_count * page_size FROM pragma_freelist_count, "
      "pragma_page_size");
  say(to_tr("version of the schema"), "PRAGMA user_version");
  say(to_tr("minutes of a cell"), "SELECT value FROM settings WHERE name = 'cell_minutes'");
  say(to_tr("cells of hours"), "SELECT count(*) FROM hours");
  say(to_tr("cells of days"), "SELECT count(*) FROM days");
  say(to_tr("packed cells without login"), "SELECT count(*) FROM unauthenticated");
  say(to_tr("ways"), "SELECT count(*) FROM ways");
  say(to_tr("texts"), "SELECT count(*) FROM texts");
  say(to_tr("logs"), "SELECT count(*) FROM logs");
  say(to_tr("journal files"), "SELECT count(*) FROM journals");
  say(to_tr("runs"), "SELECT count(*) FROM runs");
  say(to_tr("bytes of the open state"), "SELECT coalesce(sum(length(state)), 0) FROM open_state");
  SQLite::Statement runs(database.connection(),
                         "SELECT at, logs, bytes, lines, messages, problems FROM runs "
                         "ORDER BY id DESC LIMIT 10");
  while (runs.executeStep()) {
    facts.runs.push_back({.at = runs.getColumn(0).getInt64() * kMicrosPerSecond,
                          .logs = from_sql(runs.getColumn(1)),
                          .bytes = from_sql(runs.getColumn(2)),
                          .lines = from_sql(runs.getColumn(3)),
                          .messages = from_sql(runs.getColumn(4)),
                          .problems = runs.getColumn(5).getString()});
  }
  return facts;
}

void compare_with_logs(HistoryDatabase& database, const Config& config,
                       std::vector<InputNote>& notes) {
  Config counted = config;
  counted.command = Command::check;
  counted.selection = collected_selection(config.selection.exchange);
  CollectSpec spec;
  spec.history = database.width();
  Meter meter;
  ReadResult read = read_inputs(counted, spec, meter);
  for (InputNote& note : read.notes) notes.push_back(std::move(note));
  const std::string db = visible(config.history.db);
  if (!read.covered) {
    notes.push_back({problem, said("{}: the logs hold nothing to compare with", db)});
    return;
  }
  const TimeRange hours = whole_hours(*read.covered);
  Sums of_logs;
  const HistoryCells& cells = read.piece->sink().history();
  for (const HistoryCells::Cell& cell : cells.cells()) {
    if (hours.contains(cell.start)) add(cells.way(cell.way), cell.start, cell.sums, of_logs);
  }
  std::set<std::string> hosts;
  for (const auto& [key, sums] : of_logs) hosts.insert(std::get<1>(key));
  Sums of_history;
  CellReader(database, hours, {CellReader::Span::hours})
      .read([&](const HistoryWay& way, Micros start, const HistorySums& sums) {
        if (!hosts.contains(std::string(way.texts[HistoryWay::host]))) return;
        add(way, start, sums, of_history);
      });
  std::uint64_t messages = 0;
  for (const auto& [key, sums] : of_logs) messages += std::get<0>(sums);
  Sums all = of_logs;
  all.insert(of_history.begin(), of_history.end());
  std::size_t different = 0;
  constexpr std::size_t kMostSaid = 5;
  for (const auto& [key, ignored] : all) {
    const auto ours = of_history[key];
    const auto theirs = of_logs[key];
    if (ours == theirs) continue;
    if (++different > kMostSaid) continue;
    notes.push_back(
        {problem,
         said("{}: {} {} {}: the history has {} messages, {} recipients, {} bytes; "
              "the logs have {}, {}, {}",
              db, format_rfc3339(std::get<0>(key), config.zone), visible(std::get<1>(key)),
              visible(std::get<3>(key)), std::get<0>(ours), std::get<1>(ours), std::get<2>(ours),
              std::get<0>(theirs), std::get<1>(theirs), std::get<2>(theirs))});
  }
  if (different > 0) {
    notes.push_back({problem, said("{}: {} of {} sums differ from the logs, from {} to {}", db,
                                   different, all.size(), format_rfc3339(hours.since, config.zone),
                                   format_rfc3339(hours.until, config.zone))});
    return;
  }
  notes.push_back({info, said("{}: the history and the logs agree on {} messages in {} sums, "
                              "from {} to {}",
                              db, messages, all.size(), format_rfc3339(hours.since, config.zone),
                              format_rfc3339(hours.until, config.zone))});
}

}  // namespace smtptally
