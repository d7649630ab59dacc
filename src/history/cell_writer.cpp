// CellWriter: cells into the tables hours and days.

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "containers/hash_index.hpp"
#include "history/cell_sums.hpp"
#include "history/cell_table.hpp"

namespace smtptally {
namespace {

std::int64_t last_id(SQLite::Database& connection, std::string_view table) {
  SqlRows row(connection, fmt::format("SELECT coalesce(max(id), 0) FROM {}", table));
  return row.next() ? row.number(0) : 0;
}

/// The first bytes of a text as a number of the same order.
std::uint64_t first_bytes(std::string_view text) noexcept {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    bytes = (bytes << 8U) | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  }
  return bytes;
}

/// Numbers the texts and ways of cells as the tables do, and adds those that are not there.
///
/// PERF: in the order of the indexes, which goes over each page once. A way with a text of this run
/// needs no look.
class WayNumbers {
 public:
  WayNumbers(SQLite::Database& connection, const HistoryCells& cells)
      : connection_(connection), cells_(cells) {}
  /// By number of the way in the cells.
  [[nodiscard]] std::vector<std::int64_t> take() {
    number_texts();
    number_ways();
    return std::move(ways_);
  }

 private:
  using Way = HistoryWay;
  struct Row {
    std::array<std::int64_t, 4> parts;  ///< Account, client, envelope, means.
    std::uint32_t way;
  };
  void number_texts();
  void number_ways();
  [[nodiscard]] std::int64_t number_of_means(std::uint32_t way);
  [[nodiscard]] std::int64_t find_or_add_means(const HistoryCells::Key& key);
  [[nodiscard]] std::int64_t text(const HistoryCells::Key& key, Way::Text which) const {
    return texts_[key[which]];
  }

  SQLite::Database& connection_;
  const HistoryCells& cells_;
  std::vector<std::int64_t> texts_;  ///< By number in the dictionary of the cells.
  std::int64_t last_text_ = 0;       ///< Before this run.
  HashIndex means_index_;
  std::vector<std::array<std::uint32_t, 6>> means_keys_;
  std::vector<std::int64_t> means_;
  std::vector<std::int64_t> ways_;
};

void WayNumbers::number_texts() {
  const Dictionary& texts = cells_.texts();
  std::vector<std::pair<std::uint64_t, std::uint32_t>> ordered;
  ordered.reserve(texts.size());
  for (std::uint32_t i = 0; i < texts.size(); ++i)
    ordered.push_back({first_bytes(texts.text(i)), i});
  std::sort(ordered.begin(), ordered.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : texts.text(a.second) < texts.text(b.second);
  });
  last_text_ = last_id(connection_, "texts");
  std::int64_t next = last_text_;
  texts_.resize(texts.size());
  SqlRows find(connection_, "SELECT id FROM texts WHERE text = ?");
  SqlRows insert(connection_, "INSERT INTO texts (id, text) VALUES (?, ?)");
  for (const auto& [bytes, number] : ordered) {
    const std::string_view text = texts.text(number);
    if (last_text_ > 0) {
      find.begin_text(text);
      if (find.next()) {
        texts_[number] = find.number(0);
        continue;
      }
    }
    texts_[number] = ++next;
    insert.begin(next);
    insert.bind_text(2, text);
    insert.run();
  }
}

std::int64_t WayNumbers::number_of_means(std::uint32_t way) {
  const HistoryCells::Key& key = cells_.key(way);
  const std::array parts{key[Way::host],   key[Way::service], key[Way::mechanism],
                         key[Way::cipher], key[Way::dialect], key.back()};
  const std::uint64_t hash = hash_of(parts);
  std::uint32_t known =
      means_index_.find(hash, [&](std::uint32_t number) { return means_keys_[number] == parts; });
  if (known == HashIndex::kNone) {
    known = means_index_.add(hash);
    means_keys_.push_back(parts);
    means_.push_back(find_or_add_means(key));
  }
  return means_[known];
}

std::int64_t WayNumbers::find_or_add_means(const HistoryCells::Key& key) {
  const std::int64_t kind = key.back() >> 16U;
  const std::int64_t evidence = (key.back() >> 8U) & 0xFFU;
  const std::int64_t flags = key.back() & 0xFFU;
  const std::int64_t host = text(key, Way::host);
  const std::int64_t service = text(key, Way::service);
  const std::int64_t mechanism = text(key, Way::mechanism);
  const std::int64_t cipher = text(key, Way::cipher);
  const std::int64_t dialect = text(key, Way::dialect);
  SqlRows find(connection_,
               "SELECT id FROM means WHERE kind = ? AND evidence = ? AND flags = ? AND host = ? "
               "AND service = ? AND mechanism = ? AND cipher = ? AND dialect = ?");
  find.begin(kind, evidence, flags, host, service, mechanism, cipher, dialect);
  if (find.next()) return find.number(0);
  SqlRows insert(connection_,
                 "INSERT INTO means (kind, evidence, flags, host, service, mechanism, cipher, "
                 "dialect) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  insert.begin(kind, evidence, flags, host, service, mechanism, cipher, dialect);
  insert.run();
  return connection_.getLastInsertRowid();
}

void WayNumbers::number_ways() {
  const auto count = static_cast<std::uint32_t>(cells_.ways());
  std::vector<Row> rows;
  rows.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const HistoryCells::Key& key = cells_.key(i);
    rows.push_back({{text(key, Way::account), text(key, Way::client), text(key, Way::envelope),
                     number_of_means(i)},
                    i});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.parts < b.parts; });
  std::int64_t next = last_id(connection_, "ways");
  ways_.resize(count);
  SqlRows find(connection_,
               "SELECT id FROM ways WHERE account = ? AND client = ? AND envelope = ? AND means = "
               "?");
  SqlRows insert(connection_,
                 "INSERT INTO ways (id, account, client, envelope, means) VALUES (?, ?, ?, ?, ?)");
  for (const Row& row : rows) {
    const auto [account, client, envelope, means] = row.parts;
    if (std::max({account, client, envelope}) <= last_text_) {
      find.begin(account, client, envelope, means);
      if (find.next()) {
        ways_[row.way] = find.number(0);
        continue;
      }
    }
    ways_[row.way] = ++next;
    insert.begin(next, account, client, envelope, means);
    insert.run();
  }
}

std::string_view table_for(CellWriter::Span span) {
  return span == CellWriter::Span::hours ? "hours" : "days";
}

/// Behind it no cell needs a look.
std::int64_t latest_start(SQLite::Database& connection, std::string_view table) {
  SqlRows row(connection, fmt::format("SELECT max(start) FROM {}", table));
  if (!row.next() || row.is_null(0)) return std::numeric_limits<std::int64_t>::min();
  return row.number(0);
}

}  // namespace

void CellWriter::add(const HistoryCells& cells, Span span) {
  SQLite::Database& connection = database_->connection();
  const std::vector<std::int64_t> ways = WayNumbers(connection, cells).take();
  struct Place {
    std::int64_t start;
    std::int64_t way;
    std::uint32_t cell;
  };
  // PERF: rows in their order fill pages one after the other.
  std::vector<Place> ordered;
  ordered.reserve(cells.cells().size());
  for (const HistoryCells::Cell& cell : cells.cells()) {
    ordered.push_back(
        {whole_seconds(cell.start), ways[cell.way], static_cast<std::uint32_t>(ordered.size())});
  }
  std::sort(ordered.begin(), ordered.end(), [](const Place& a, const Place& b) {
    return std::pair(a.start, a.way) < std::pair(b.start, b.way);
  });
  const std::string_view table = table_for(span);
  SqlRows find(connection,
               fmt::format("SELECT messages, recipients, bytes, widest, first, last, minutes FROM "
                           "{} WHERE start = ? AND way = ?",
                           table));
  SqlRows insert(
      connection,
      fmt::format("INSERT OR REPLACE INTO {} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", table));
  const std::int64_t latest = latest_start(connection, table);
  std::string minutes;
  for (const Place& place : ordered) {
    const HistoryCells::Cell& cell = cells.cells()[place.cell];
    HistorySums sums = cell.sums;
    if (place.start <= latest) {
      find.begin(place.start, place.way);
      if (find.next()) sums.merge(read_sums(find, 0, cell.start));
    }
    if (span == Span::days) sums.minutes.clear();
    insert.begin(place.start, place.way);
    bind_sums(insert, 3, cell.start, sums, minutes);
    insert.run();
  }
}

}  // namespace smtptally
