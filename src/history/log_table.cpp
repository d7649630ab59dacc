// LogTable: what is known of the logs that were read.

#include "history/log_table.hpp"

#include <cstring>
#include <string_view>
#include <utility>

#include "history/sql_numbers.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kPointBytes = 16;

void append(std::uint64_t value, std::string& out) {
  for (unsigned shift = 0; shift < 64; shift += 8)
    out += static_cast<char>((value >> shift) & 0xFFU);
}

std::uint64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < 8; ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  }
  return value;
}

std::string packed(const std::vector<LogPrint::Point>& points) {
  std::string bytes;
  bytes.reserve(points.size() * kPointBytes);
  for (const LogPrint::Point& point : points) {
    append(point.end, bytes);
    append(point.hash, bytes);
  }
  return bytes;
}

std::vector<LogPrint::Point> unpacked(std::string_view bytes) {
  std::vector<LogPrint::Point> points;
  points.reserve(bytes.size() / kPointBytes);
  for (std::size_t at = 0; at + kPointBytes <= bytes.size(); at += kPointBytes) {
    points.push_back({number_at(bytes, at), number_at(bytes, at + 8)});
  }
  return points;
}

std::string joined(const std::set<std::string>& hosts) {
  std::string text;
  for (const std::string& host : hosts) text.append(text.empty() ? "" : "\n").append(host);
  return text;
}

std::set<std::string> split(std::string_view text) {
  std::set<std::string> hosts;
  while (!text.empty()) {
    const std::string_view host = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), host.size() + 1));
    hosts.emplace(host);
  }
  return hosts;
}

constexpr const char* kColumns =
    "SELECT id, path, dialect, kinds, encoding, hosts, lines, malformed, first, last, front, "
    "head_size, head, offset, tail, points, year, month, year_known, skipping, run FROM logs ";

}  // namespace

std::vector<StoredLog> LogTable::select(SQLite::Statement& rows) {
  std::vector<StoredLog> logs;
  while (rows.executeStep()) {
    StoredLog& log = logs.emplace_back();
    int at = 0;
    const auto next = [&] { return rows.getColumn(at++); };
    log.id = next().getInt64();
    log.summary.path = next().getString();
    log.summary.dialect = next().getString();
    log.summary.kinds = LogKinds::of_bits(static_cast<std::uint32_t>(next().getInt64()));
    log.summary.encoding = next().getString();
    log.hosts = split(next().getString());
    log.summary.lines = from_sql(next());
    log.malformed = from_sql(next());
    const SQLite::Column first = next();
    log.summary.has_times = !first.isNull();
    log.summary.first = first.getInt64();
    log.summary.last = next().getInt64();
    log.print.front = from_sql(next());
    log.print.head_size = from_sql(next());
    log.print.head = from_sql(next());
    log.print.offset = log.summary.bytes = from_sql(next());
    log.print.tail = from_sql(next());
    log.print.points = unpacked(next().getString());
    log.year.year = next().getInt();
    log.year.month = next().getInt();
    log.year.known = next().getInt() != 0;
    log.skipping = next().getInt() != 0;
    log.run = next().getInt64();
  }
  return logs;
}

std::vector<StoredLog> LogTable::all() {
  SQLite::Statement rows(database_->connection(), std::string(kColumns) + "ORDER BY first, id");
  return select(rows);
}

std::vector<StoredLog> LogTable::with_front(std::uint64_t front) {
  SQLite::Statement rows(database_->connection(), std::string(kColumns) + "WHERE front = ?");
  rows.bind(1, to_sql(front));
  return select(rows);
}

std::int64_t LogTable::save(const StoredLog& log) {
  SQLite::Statement insert(database_->connection(),
                           "INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                           "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const InputSummary& summary = log.summary;
  int at = 0;
  const auto say = [&](std::int64_t value) { insert.bind(++at, value); };
  if (log.id != 0) insert.bind(1, log.id);
  ++at;
  insert.bind(++at, summary.path);
  insert.bind(++at, summary.dialect);
  say(std::int64_t{summary.kinds.bits()});
  insert.bind(++at, summary.encoding);
  insert.bind(++at, joined(log.hosts));
  say(to_sql(summary.lines));
  say(to_sql(log.malformed));
  if (summary.has_times) {
    insert.bind(at + 1, summary.first);
    insert.bind(at + 2, summary.last);
  }
  at += 2;
  for (const std::uint64_t value :
       {log.print.front, log.print.head_size, log.print.head, log.print.offset, log.print.tail}) {
    say(to_sql(value));
  }
  const std::string points = packed(log.print.points);
  insert.bind(++at, points.data(), static_cast<int>(points.size()));
  say(log.year.year);
  say(log.year.month);
  say(log.year.known ? 1 : 0);
  say(log.skipping ? 1 : 0);
  say(log.run);
  (void)insert.exec();
  return log.id != 0 ? log.id : database_->connection().getLastInsertRowid();
}

bool LogTable::is_known_pack(std::uint64_t size, std::uint64_t hash) {
  SQLite::Statement rows(database_->connection(),
                         "SELECT 1 FROM packed WHERE size = ? AND hash = ?");
  rows.bind(1, to_sql(size));
  rows.bind(2, to_sql(hash));
  return rows.executeStep();
}

void LogTable::save_pack(std::uint64_t size, std::uint64_t hash, std::int64_t log) {
  SQLite::Statement insert(database_->connection(),
                           "INSERT OR REPLACE INTO packed VALUES (?, ?, ?)");
  insert.bind(1, to_sql(size));
  insert.bind(2, to_sql(hash));
  insert.bind(3, log);
  (void)insert.exec();
}

}  // namespace smtptally
