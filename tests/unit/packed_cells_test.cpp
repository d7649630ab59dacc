// Packed cells come out as they went in, and damage is refused.

#include "history/packed_cells.hpp"

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "catch.hpp"
#include "history/cell_sums.hpp"
#include "history/sql_rows.hpp"

using namespace smtptally;

namespace {

constexpr Micros kStart = 1'793'491'200 * kMicrosPerSecond;

struct Owned {
  std::string client;
  std::string envelope;
  HistorySums sums;
  bool operator==(const Owned&) const = default;
  bool operator<(const Owned& other) const {
    return std::tie(client, envelope) < std::tie(other.client, other.envelope);
  }
};

std::vector<PackedCell> views_of(const std::vector<Owned>& cells) {
  std::vector<PackedCell> views;
  for (const Owned& cell : cells) views.push_back({cell.client, cell.envelope, cell.sums});
  return views;
}

std::vector<Owned> unpacked(const std::string& packed) {
  std::vector<Owned> cells;
  unpack_cells(packed, kStart, [&](const PackedCell& cell) {
    cells.push_back({std::string(cell.client), std::string(cell.envelope), cell.sums});
  });
  return cells;
}

std::vector<Owned> some_cells() {
  std::vector<Owned> cells;
  std::mt19937 random(1);
  for (int i = 0; i < 40; ++i) {
    HistorySums sums{.messages = random() % 9 + 1, .recipients = random() % 20, .bytes = random()};
    sums.widest = random() % 5;
    sums.first = kStart + static_cast<Micros>(random() % 1000);
    sums.last = sums.first + static_cast<Micros>(random());
    if (i % 5 == 0) sums.minutes = {{kStart / 60 / kMicrosPerSecond, 2}, {29'891'523, 1}};
    cells.push_back({"192.0.2." + std::to_string(i),
                     i == 7 ? std::string() : "bounce-" + std::to_string(i) + "@list.example",
                     sums});
  }
  std::sort(cells.begin(), cells.end());
  return cells;
}

}  // namespace

TEST_CASE("packed cells come out as they went in, in order") {
  CHECK(unpacked(pack_cells({}, kStart)).empty());
  std::vector<Owned> cells = some_cells();
  const std::string packed = pack_cells(views_of(cells), kStart);
  CHECK(unpacked(packed) == cells);
  std::shuffle(cells.begin(), cells.end(), std::mt19937(2));
  CHECK(pack_cells(views_of(cells), kStart) == packed);
}

TEST_CASE("packed cells that are damaged are refused or other cells") {
  const std::string packed = pack_cells(views_of(some_cells()), kStart);
  for (std::size_t size = 0; size < packed.size(); ++size) {
    try {
      (void)unpacked(packed.substr(0, size));
      FAIL("cut at " << size);
    } catch (const SQLite::Exception& exception) {
      CHECK(exception.getErrorCode() == SQLITE_CORRUPT);
    }
  }
  std::string flipped = packed;
  for (char& byte : flipped) {
    byte = static_cast<char>(byte ^ 0x55);
    try {
      const std::vector<Owned> cells = unpacked(flipped);
      CHECK(cells != some_cells());
    } catch (const SQLite::Exception& exception) {
      CHECK(exception.getErrorCode() == SQLITE_CORRUPT);
    }
    byte = static_cast<char>(byte ^ 0x55);
  }
}

TEST_CASE("sums come out of their columns as they went in, and damaged minutes have an end") {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec("CREATE TABLE sums (a, b, c, d, e, f, g)");
  SqlRows insert(database, "INSERT INTO sums VALUES (?, ?, ?, ?, ?, ?, ?)");
  SqlRows select(database, "SELECT * FROM sums ORDER BY rowid");
  std::vector<Owned> cells = some_cells();
  cells[0].sums.minutes = {{minute_at(kStart) + 5, 1ULL << 62U}, {minute_at(kStart) + 900, 200}};
  for (const Owned& cell : cells) {
    std::string minutes;
    insert.begin();
    bind_sums(insert, 1, kStart, cell.sums, minutes);
    insert.run();
  }
  for (const Owned& cell : cells) {
    REQUIRE(select.next());
    CHECK(read_sums(select, 0, kStart) == cell.sums);
  }
  CHECK_FALSE(select.next());

  const std::string endless(25, '\xFF');
  for (const std::string& damaged : {std::string("\x85"), std::string("\5\x85"), endless}) {
    database.exec("DELETE FROM sums");
    insert.begin(1, 1, 1, 1, 0, 0);
    insert.bind_bytes(7, damaged);
    insert.run();
    select.begin();
    REQUIRE(select.next());
    const HistorySums sums = read_sums(select, 0, kStart);
    CHECK(sums.minutes.size() == (damaged == endless ? 2 : 1));
    CHECK(sums.minutes[0].first == minute_at(kStart) + (damaged == endless ? -1 : 5));
  }
}
