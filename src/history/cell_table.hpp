#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "containers/dictionary.hpp"
#include "history/database.hpp"
#include "history/sql_rows.hpp"
#include "pivot/history_cells.hpp"

namespace smtptally {

/// Adds cells to the tables, with their ways and texts.
class CellWriter {
 public:
  enum class Span : std::uint8_t { hours, days };

  explicit CellWriter(HistoryDatabase& database);
  /// Adds the sums to those that are there.
  void add(const HistoryCells& cells, Span span = Span::hours);

 private:
  using Means = std::array<std::int64_t, 8>;
  [[nodiscard]] std::int64_t number_of_text(std::string_view text);
  [[nodiscard]] std::int64_t number_of_means(const HistoryWay& way);
  /// Of account, client, envelope and means.
  [[nodiscard]] std::int64_t number_of_way(const std::array<std::int64_t, 4>& parts);
  [[nodiscard]] std::vector<std::int64_t> numbers_of_ways(const HistoryCells& cells);

  HistoryDatabase* database_;
  Dictionary texts_;
  std::vector<std::int64_t> text_numbers_;  ///< By number in texts_.
  std::map<Means, std::int64_t> means_;
  SqlRows find_text_;
  SqlRows add_text_;
  SqlRows find_way_;
  SqlRows add_way_;
};

/// Reads cells.
class CellReader {
 public:
  using Span = CellWriter::Span;

  explicit CellReader(HistoryDatabase& database);
  using Take = std::function<void(const HistoryWay&, Micros start, const HistorySums&)>;
  /// The cells that begin in the range. The views are valid during the call.
  void read(const TimeRange& range, Span span, const Take& take);

 private:
  struct Parts {
    std::uint32_t means = 0;
    std::uint32_t account = 0;
    std::uint32_t client = 0;
    std::uint32_t envelope = 0;
  };
  void read_texts();
  void read_means();
  void read_ways();

  HistoryDatabase* database_;
  std::string bytes_;  ///< Of all texts.
  std::vector<std::string_view> texts_;
  std::vector<HistoryWay> means_;
  std::vector<Parts> ways_;
};

}  // namespace smtptally
