#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "history/cell_sums.hpp"
#include "history/database.hpp"
#include "history/id_set.hpp"
#include "history/sql_rows.hpp"
#include "pivot/history_cells.hpp"

namespace smtptally {

/// Adds cells to the tables, with their ways and texts.
class CellWriter {
 public:
  enum class Span : std::uint8_t { hours, days };

  explicit CellWriter(HistoryDatabase& database) : database_(&database) {}
  /// Adds the sums to those that are there.
  void add(const HistoryCells& cells, Span span = Span::hours);

 private:
  HistoryDatabase* database_;
};

[[nodiscard]] constexpr std::string_view table_of(CellWriter::Span span) noexcept {
  return span == CellWriter::Span::hours ? "hours" : "days";
}

/// The cells of a range, with those ways and texts alone that they name.
class CellReader {
 public:
  using Span = CellWriter::Span;
  /// Whether account, client and envelope sender of a way are needed. The given way has none.
  using NeedsTexts = std::function<bool(const HistoryWay&)>;
  using Take = std::function<void(const HistoryWay&, Micros start, const HistorySums&)>;

  /// Cells that begin in the range. Texts that are not needed stay empty. `times` is that of
  /// messages in cells of hours; of days and refusals all is told.
  CellReader(
      HistoryDatabase& database, const TimeRange& range, std::initializer_list<Span> spans,
      CellTimes times = CellTimes::minutes,
      const NeedsTexts& needs_texts = [](const HistoryWay&) { return true; });
  /// Hands on all cells. The views are valid during the call. Messages without login whose texts
  /// are not needed come as one cell for each means and time.
  void read(const Take& take);

 private:
  struct Means {
    HistoryWay way;  ///< read_texts() fills in its texts.
    std::array<std::int64_t, HistoryWay::kTexts> texts{};
    bool needs_texts = false;
  };
  /// Ids of account, client and envelope sender; places in texts_ behind read_texts(). PERF: one
  /// line of the cache has four.
  struct Parts {
    Parts(std::int64_t m, std::int64_t a, std::int64_t c, std::int64_t e)
        : means(narrow(m)), texts{narrow(a), narrow(c), narrow(e)} {}
    /// Throws std::out_of_range for an id of a damaged file that would become another one.
    static std::uint32_t narrow(std::int64_t id);
    std::uint32_t means;
    std::array<std::uint32_t, 3> texts;
  };
  void find_ways();
  void read_means();
  void read_ways();
  void read_texts();
  void read_rows(Span span, const Take& take) const;
  void read_packed(Span span, const Take& take) const;
  [[nodiscard]] HistoryWay way(std::int64_t id) const;

  HistoryDatabase* database_;
  std::int64_t since_;
  std::int64_t until_;
  std::vector<Span> spans_;
  CellTimes times_;
  IdSet way_ids_;
  std::vector<Parts> ways_;  ///< By place in way_ids_.
  IdSet text_ids_;
  std::string bytes_;                    ///< Of all texts.
  std::vector<std::string_view> texts_;  ///< By place in text_ids_.
  std::vector<Means> means_;             ///< By id.
};

}  // namespace smtptally
