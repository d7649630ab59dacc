// CellWriter and CellReader: cells in the tables hours and days.

#include "history/cell_table.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "history/cell_sums.hpp"

namespace smtptally {
namespace {

using Way = HistoryWay;

std::string_view table_of(CellWriter::Span span) {
  return span == CellWriter::Span::hours ? "hours" : "days";
}

std::size_t room_for(HistoryDatabase& database, std::string_view table) {
  SqlRows row(database.connection(), fmt::format("SELECT coalesce(max(id), 0) + 1 FROM {}", table));
  return row.next() ? static_cast<std::size_t>(row.number(0)) : 1;
}

/// Whether it is worth a look if a cell of this time is there.
std::int64_t latest_start(HistoryDatabase& database, CellWriter::Span span) {
  SqlRows row(database.connection(), fmt::format("SELECT max(start) FROM {}", table_of(span)));
  if (!row.next() || row.is_null(0)) return std::numeric_limits<std::int64_t>::min();
  return row.number(0);
}

}  // namespace

CellWriter::CellWriter(HistoryDatabase& database)
    : database_(&database),
      find_text_(database.connection(), "SELECT id FROM texts WHERE text = ?"),
      add_text_(database.connection(), "INSERT INTO texts (text) VALUES (?)"),
      find_way_(database.connection(),
                "SELECT id FROM ways WHERE account = ? AND client = ? AND envelope = ? AND means = "
                "?"),
      add_way_(database.connection(),
               "INSERT INTO ways (account, client, envelope, means) VALUES (?, ?, ?, ?)") {}

std::int64_t CellWriter::number_of_text(std::string_view text) {
  const std::uint32_t known = texts_.number(text);
  if (known < text_numbers_.size()) return text_numbers_[known];
  find_text_.begin_text(text);
  if (find_text_.next()) {
    text_numbers_.push_back(find_text_.number(0));
  } else {
    add_text_.begin_text(text);
    add_text_.run();
    text_numbers_.push_back(database_->connection().getLastInsertRowid());
  }
  return text_numbers_[known];
}

std::int64_t CellWriter::number_of_means(const HistoryWay& way) {
  const Means parts{std::int64_t{static_cast<std::uint8_t>(way.kind)},
                    static_cast<std::int64_t>(index_of(way.evidence)),
                    std::int64_t{way.flags},
                    number_of_text(way.texts[Way::host]),
                    number_of_text(way.texts[Way::service]),
                    number_of_text(way.texts[Way::mechanism]),
                    number_of_text(way.texts[Way::cipher]),
                    number_of_text(way.texts[Way::dialect])};
  const auto [found, added] = means_.try_emplace(parts, 0);
  if (!added) return found->second;
  SQLite::Database& connection = database_->connection();
  const auto [kind, evidence, flags, host, service, mechanism, cipher, dialect] = parts;
  SqlRows find(connection,
               "SELECT id FROM means WHERE kind = ? AND evidence = ? AND flags = ? AND host = ? "
               "AND service = ? AND mechanism = ? AND cipher = ? AND dialect = ?");
  find.begin(kind, evidence, flags, host, service, mechanism, cipher, dialect);
  if (find.next()) return found->second = find.number(0);
  SqlRows insert(connection,
                 "INSERT INTO means (kind, evidence, flags, host, service, mechanism, cipher, "
                 "dialect) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  insert.begin(kind, evidence, flags, host, service, mechanism, cipher, dialect);
  insert.run();
  return found->second = connection.getLastInsertRowid();
}

std::int64_t CellWriter::number_of_way(const std::array<std::int64_t, 4>& parts) {
  const auto [account, client, envelope, means] = parts;
  find_way_.begin(account, client, envelope, means);
  if (find_way_.next()) return find_way_.number(0);
  add_way_.begin(account, client, envelope, means);
  add_way_.run();
  return database_->connection().getLastInsertRowid();
}

/// PERF: looks up and adds texts and ways in the order of their indexes, which goes over each page
/// once: half the time of a first run.
std::vector<std::int64_t> CellWriter::numbers_of_ways(const HistoryCells& cells) {
  std::vector<std::string_view> texts;
  for (std::uint32_t i = 0; i < cells.ways(); ++i) {
    const HistoryWay way = cells.way(i);
    for (const auto text : {Way::account, Way::client, Way::envelope}) {
      texts.push_back(way.texts[text]);
    }
  }
  std::sort(texts.begin(), texts.end());
  for (const std::string_view text : texts) (void)number_of_text(text);
  struct Row {
    std::array<std::int64_t, 4> parts;
    std::uint32_t way;
  };
  std::vector<Row> rows;
  rows.reserve(cells.ways());
  for (std::uint32_t i = 0; i < cells.ways(); ++i) {
    const HistoryWay way = cells.way(i);
    rows.push_back(
        {{number_of_text(way.texts[Way::account]), number_of_text(way.texts[Way::client]),
          number_of_text(way.texts[Way::envelope]), number_of_means(way)},
         i});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.parts < b.parts; });
  std::vector<std::int64_t> numbers(cells.ways());
  for (const Row& row : rows) numbers[row.way] = number_of_way(row.parts);
  return numbers;
}

void CellWriter::add(const HistoryCells& cells, Span span) {
  const std::vector<std::int64_t> ways = numbers_of_ways(cells);
  // PERF: rows in their order fill pages one after the other.
  std::vector<const HistoryCells::Cell*> ordered;
  ordered.reserve(cells.cells().size());
  for (const HistoryCells::Cell& cell : cells.cells()) ordered.push_back(&cell);
  std::sort(ordered.begin(), ordered.end(), [&](const auto* a, const auto* b) {
    return std::pair(a->start, ways[a->way]) < std::pair(b->start, ways[b->way]);
  });
  SqlRows find(database_->connection(),
               fmt::format("SELECT messages, recipients, bytes, widest, first, last, minutes FROM "
                           "{} WHERE start = ? AND way = ?",
                           table_of(span)));
  SqlRows insert(
      database_->connection(),
      fmt::format("INSERT OR REPLACE INTO {} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", table_of(span)));
  const std::int64_t latest = latest_start(*database_, span);
  std::string minutes;
  for (const HistoryCells::Cell* const cell : ordered) {
    const std::int64_t start = whole_seconds(cell->start);
    const std::int64_t way = ways[cell->way];
    HistorySums sums = cell->sums;
    if (start <= latest) {
      find.begin(start, way);
      if (find.next()) sums.merge(read_sums(find, 0, cell->start));
    }
    if (span == Span::days) sums.minutes.clear();
    insert.begin(start, way);
    bind_sums(insert, 3, cell->start, sums, minutes);
    insert.run();
  }
}

CellReader::CellReader(HistoryDatabase& database) : database_(&database) {
  read_texts();
  read_means();
  read_ways();
}

void CellReader::read_texts() {
  std::vector<std::pair<std::size_t, std::size_t>> places(room_for(*database_, "texts"));
  SqlRows rows(database_->connection(), "SELECT id, text FROM texts");
  while (rows.next()) {
    const std::string_view text = rows.bytes(1);
    places.at(static_cast<std::size_t>(rows.number(0))) = {bytes_.size(), text.size()};
    bytes_ += text;
  }
  texts_.reserve(places.size());
  for (const auto& [begin, size] : places) {
    texts_.push_back(std::string_view(bytes_).substr(begin, size));
  }
}

void CellReader::read_means() {
  means_.resize(room_for(*database_, "means"));
  SqlRows rows(database_->connection(),
               "SELECT id, kind, evidence, flags, host, service, mechanism, cipher, dialect "
               "FROM means");
  while (rows.next()) {
    Way& way = means_.at(static_cast<std::size_t>(rows.number(0)));
    way.kind = static_cast<Way::Kind>(rows.number(1));
    way.evidence = static_cast<TlsEvidence>(rows.number(2));
    way.flags = static_cast<std::uint8_t>(rows.number(3));
    int column = 4;
    for (const auto text : {Way::host, Way::service, Way::mechanism, Way::cipher, Way::dialect}) {
      way.texts[text] = texts_.at(static_cast<std::size_t>(rows.number(column++)));
    }
  }
}

void CellReader::read_ways() {
  ways_.resize(room_for(*database_, "ways"));
  SqlRows rows(database_->connection(), "SELECT id, means, account, client, envelope FROM ways");
  while (rows.next()) {
    ways_.at(static_cast<std::size_t>(rows.number(0))) = {
        static_cast<std::uint32_t>(rows.number(1)), static_cast<std::uint32_t>(rows.number(2)),
        static_cast<std::uint32_t>(rows.number(3)), static_cast<std::uint32_t>(rows.number(4))};
  }
}

void CellReader::read(const TimeRange& range, Span span, const Take& take) {
  SqlRows rows(database_->connection(),
               fmt::format("SELECT start, way, messages, recipients, bytes, widest, first, last, "
                           "minutes FROM {} WHERE start >= ? AND start < ?",
                           table_of(span)));
  // Both ends fall on whole seconds, or stand for no end.
  rows.begin(range.since == kBeginningOfTime ? range.since : whole_seconds(range.since),
             whole_seconds(range.until));
  HistoryWay way;
  while (rows.next()) {
    const Micros start = rows.number(0) * kMicrosPerSecond;
    const auto& parts = ways_.at(static_cast<std::size_t>(rows.number(1)));
    way = means_.at(parts.means);
    way.texts[Way::account] = texts_.at(parts.account);
    way.texts[Way::client] = texts_.at(parts.client);
    way.texts[Way::envelope] = texts_.at(parts.envelope);
    take(way, start, read_sums(rows, 2, start));
  }
}

}  // namespace smtptally
