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
#include "history/packed_cells.hpp"

namespace smtptally {
namespace {

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
  void number() {
    number_texts();
    number_ways();
  }
  /// Of a way in the cells, after number(). Requires that it is no way without login.
  [[nodiscard]] std::int64_t way(std::uint32_t way) const { return ways_[way]; }
  /// The same for any way.
  [[nodiscard]] std::int64_t means(std::uint32_t way);
  [[nodiscard]] bool is_without_login(std::uint32_t way) const {
    const std::uint32_t rest = cells_.key(way).back();
    return rest >> 16U == static_cast<std::uint32_t>(Way::Kind::message) &&
           (rest & Way::authenticated) == 0;
  }

 private:
  using Way = HistoryWay;
  struct Row {
    std::array<std::int64_t, 4> parts;  ///< Account, client, envelope, means.
    std::uint32_t way;
  };
  void number_texts();
  void number_ways();
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
  std::vector<bool> used(texts.size());
  for (std::uint32_t i = 0; i < cells_.ways(); ++i) {
    const HistoryCells::Key& key = cells_.key(i);
    for (const auto text : {Way::host, Way::service, Way::mechanism, Way::cipher, Way::dialect}) {
      used[key[text]] = true;
    }
    if (is_without_login(i)) continue;
    for (const auto text : {Way::account, Way::client, Way::envelope}) used[key[text]] = true;
  }
  std::vector<std::pair<std::uint64_t, std::uint32_t>> ordered(
      static_cast<std::size_t>(std::count(used.begin(), used.end(), true)));
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (used[i]) ordered[at++] = {first_bytes(texts.text(i)), i};
  }
  std::sort(ordered.begin(), ordered.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : texts.text(a.second) < texts.text(b.second);
  });
  last_text_ = last_id(connection_, "texts");
  std::int64_t next = last_text_;
  texts_.assign(texts.size(), 0);
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

std::int64_t WayNumbers::means(std::uint32_t way) {
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
  for (std::uint32_t i = 0; i < count; ++i) {
    if (is_without_login(i)) continue;
    const HistoryCells::Key& key = cells_.key(i);
    rows.push_back(
        {{text(key, Way::account), text(key, Way::client), text(key, Way::envelope), means(i)}, i});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.parts < b.parts; });
  std::int64_t next = last_id(connection_, "ways");
  ways_.assign(count, 0);
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

/// Behind it no cell needs a look.
std::int64_t latest_start(SQLite::Database& connection, std::string_view table) {
  SqlRows row(connection, fmt::format("SELECT max(start) FROM {}", table));
  if (!row.next() || row.is_null(0)) return std::numeric_limits<std::int64_t>::min();
  return row.number(0);
}

/// A cell and where its row stands.
struct RowPlace {
  std::int64_t start;
  std::int64_t number;  ///< Of its way, or of its means.
  std::uint32_t cell;

  [[nodiscard]] auto key() const noexcept { return std::pair(start, number); }
  bool operator<(const RowPlace& other) const noexcept { return key() < other.key(); }
};

/// PERF: rows in their order fill pages one after the other.
void write_rows(SQLite::Database& connection, const HistoryCells& cells,
                const std::vector<RowPlace>& places, CellWriter::Span span) {
  const std::string_view table = table_of(span);
  SqlRows find(connection,
               fmt::format("SELECT messages, recipients, bytes, widest, first, last, minutes FROM "
                           "{} WHERE start = ? AND way = ?",
                           table));
  SqlRows insert(
      connection,
      fmt::format("INSERT OR REPLACE INTO {} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", table));
  const std::int64_t latest = latest_start(connection, table);
  std::string minutes;
  for (const RowPlace& place : places) {
    const HistoryCells::Cell& cell = cells.cells()[place.cell];
    HistorySums sums = cell.sums;
    if (place.start <= latest) {
      find.begin(place.start, place.number);
      if (find.next()) sums.merge(read_sums(find, 0, cell.start));
    }
    if (span == CellWriter::Span::days) sums.minutes.clear();
    insert.begin(place.start, place.number);
    bind_sums(insert, 3, cell.start, sums, minutes);
    insert.run();
  }
}

/// Each run adds rows of its own: nothing in them is looked for.
void write_packed(SQLite::Database& connection, const HistoryCells& cells,
                  const std::vector<RowPlace>& places, CellWriter::Span span) {
  SqlRows insert(connection,
                 "INSERT INTO unauthenticated (start, means, messages, recipients, bytes, first, "
                 "last, day, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (auto begin = places.begin(); begin != places.end();) {
    const auto end = std::find_if(
        begin, places.end(), [&](const RowPlace& place) { return place.key() != begin->key(); });
    const Micros start = cells.cells()[begin->cell].start;
    std::vector<PackedCell> packed;
    HistorySums sum;
    for (auto place = begin; place != end; ++place) {
      const HistoryCells::Cell& cell = cells.cells()[place->cell];
      const HistoryCells::Key& key = cells.key(cell.way);
      packed.push_back({cells.texts().text(key[HistoryWay::client]),
                        cells.texts().text(key[HistoryWay::envelope]), cell.sums});
      if (span == CellWriter::Span::days) packed.back().sums.minutes.clear();
      sum.messages += cell.sums.messages;
      sum.recipients += cell.sums.recipients;
      sum.bytes += cell.sums.bytes;
      sum.first = std::min(sum.first, cell.sums.first);
      sum.last = std::max(sum.last, cell.sums.last);
    }
    const std::string bytes = pack_cells(std::move(packed), start);
    const auto signed_of = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
    insert.begin(begin->start, begin->number, signed_of(sum.messages), signed_of(sum.recipients),
                 signed_of(sum.bytes), sum.first - start, sum.last - start,
                 std::int64_t{span == CellWriter::Span::days ? 1 : 0});
    insert.bind_bytes(9, bytes);
    insert.run();
    begin = end;
  }
}

}  // namespace

void CellWriter::add(const HistoryCells& cells, Span span) {
  SQLite::Database& connection = database_->connection();
  WayNumbers numbers(connection, cells);
  numbers.number();
  std::vector<RowPlace> rows;
  std::vector<RowPlace> packed;
  for (std::uint32_t i = 0; i < cells.cells().size(); ++i) {
    const HistoryCells::Cell& cell = cells.cells()[i];
    const std::int64_t start = whole_seconds(cell.start);
    if (numbers.is_without_login(cell.way)) {
      packed.push_back({start, numbers.means(cell.way), i});
    } else {
      rows.push_back({start, numbers.way(cell.way), i});
    }
  }
  std::sort(rows.begin(), rows.end());
  std::sort(packed.begin(), packed.end());
  write_rows(connection, cells, rows, span);
  write_packed(connection, cells, packed, span);
}

}  // namespace smtptally
