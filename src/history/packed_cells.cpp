// Cells of messages without login as compressed bytes.

#include "history/packed_cells.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "history/cell_sums.hpp"
#include "io/zstd_text.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Ten million cells: more than a server receives in a day.
constexpr std::size_t kMostBytes = std::size_t{1} << 30U;

[[noreturn]] void refuse() {
  throw SQLite::Exception(tr("messages without login are damaged"), SQLITE_CORRUPT);
}

void write_cell(const PackedCell& cell, Micros start, ByteWriter& out) {
  const HistorySums& sums = cell.sums;
  out.text(cell.client);
  out.text(cell.envelope);
  out(sums.messages, sums.recipients, sums.bytes, sums.widest);
  out(sums.first - start, sums.last - sums.first);
  out.count(sums.minutes.size());
  for (const auto& [minute, count] : sums.minutes) out(minute - minute_at(start), count);
}

PackedCell read_cell(ByteReader& in, Micros start) {
  PackedCell cell;
  HistorySums& sums = cell.sums;
  cell.client = in.text();
  cell.envelope = in.text();
  in(sums.messages, sums.recipients, sums.bytes, sums.widest, sums.first, sums.last);
  sums.first += start;
  sums.last += sums.first;
  sums.minutes.resize(in.count());
  for (auto& [minute, count] : sums.minutes) {
    in(minute, count);
    minute += minute_at(start);
  }
  return cell;
}

}  // namespace

std::string pack_cells(std::vector<PackedCell> cells, Micros start) {
  // Neighbours compress well, and the same cells are the same bytes.
  std::sort(cells.begin(), cells.end(), [](const PackedCell& a, const PackedCell& b) {
    return std::tie(a.client, a.envelope) < std::tie(b.client, b.envelope);
  });
  ByteWriter out;
  for (const PackedCell& cell : cells) write_cell(cell, start, out);
  return zstd_packed(out.bytes());
}

void unpack_cells(std::string_view packed, Micros start,
                  const std::function<void(const PackedCell&)>& take) {
  const std::optional<std::string> bytes = zstd_unpacked(packed, kMostBytes);
  if (!bytes) refuse();
  ByteReader in(*bytes);
  while (in.left() > 0 && !in.failed()) {
    const PackedCell cell = read_cell(in, start);
    if (!in.failed()) take(cell);
  }
  if (in.failed()) refuse();
}

}  // namespace smtptally
