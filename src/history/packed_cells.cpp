// Cells of messages without login as compressed bytes.

#include "history/packed_cells.hpp"

#include <algorithm>
#include <tuple>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <zstd.h>

#include "history/cell_sums.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr int kLevel = 3;
/// Ten million cells: more than a server receives in a day.
constexpr unsigned long long kMostBytes = 1ULL << 30U;

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

std::string decompressed(std::string_view packed) {
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  // The two errors are larger, too.
  if (size > kMostBytes) refuse();
  std::string bytes(size, '\0');
  if (ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size()) != size) refuse();
  return bytes;
}

}  // namespace

std::string pack_cells(std::vector<PackedCell> cells, Micros start) {
  // Neighbours compress well, and the same cells are the same bytes.
  std::sort(cells.begin(), cells.end(), [](const PackedCell& a, const PackedCell& b) {
    return std::tie(a.client, a.envelope) < std::tie(b.client, b.envelope);
  });
  ByteWriter out;
  for (const PackedCell& cell : cells) write_cell(cell, start, out);
  const std::string& bytes = out.bytes();
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(size) != 0) throw SQLite::Exception(ZSTD_getErrorName(size), SQLITE_NOMEM);
  packed.resize(size);
  return packed;
}

void unpack_cells(std::string_view packed, Micros start,
                  const std::function<void(const PackedCell&)>& take) {
  const std::string bytes = decompressed(packed);
  ByteReader in(bytes);
  while (in.left() > 0 && !in.failed()) {
    const PackedCell cell = read_cell(in, start);
    if (!in.failed()) take(cell);
  }
  if (in.failed()) refuse();
}

}  // namespace smtptally
