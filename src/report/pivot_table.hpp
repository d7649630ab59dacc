#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pivot/tally.hpp"
#include "report/pivot_shape.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// A tally laid out as rows and columns: TLS classes resolved, domains derived from senders, rows
/// filtered, filled and in order, the tail cut off by --top. Borrows the tally.
class PivotTable {
 public:
  /// A key part of a row or column: a text of the tally, a period, a class, or a text of this
  /// table.
  using Part = std::uint32_t;
  using RowKey = std::array<Part, kMaxKeyParts>;

  PivotTable(const PivotShape& shape, const Config& config, const Tally& tally,
             const Coverage& coverage);

  [[nodiscard]] const PivotShape& shape() const noexcept { return shape_; }
  [[nodiscard]] std::size_t row_count() const noexcept { return shown_; }
  [[nodiscard]] std::size_t column_count() const noexcept { return columns_.size(); }
  [[nodiscard]] std::string_view row_text(std::size_t row, std::size_t dimension) const;
  /// "tls1_0", "2026-11-01", "tls1_0/Mon".
  [[nodiscard]] std::string column_text(std::size_t column) const;
  /// The same, by dimension.
  [[nodiscard]] const std::vector<std::string>& column_parts(std::size_t column) const {
    return column_texts_[column];
  }
  /// Sums of the row, and of each column if `by_column` is not null.
  void sums(std::size_t row, PivotSums& total, std::vector<PivotSums>* by_column) const;
  /// The same for all rows that --top left out (others) and for all rows together.
  void others(PivotSums& total, std::vector<PivotSums>* by_column) const;
  void totals(PivotSums& total, std::vector<PivotSums>* by_column) const;
  /// Messages, or those with old TLS, by day from the first to the last day of the report. Requires
  /// Chart::trend or old_trend.
  void trend(std::size_t row, std::vector<std::uint64_t>& days) const;
  void trend_of_others(std::vector<std::uint64_t>& days) const;
  void trend_of_all(std::vector<std::uint64_t>& days) const;
  /// Of the row that has the most.
  [[nodiscard]] std::uint64_t most_messages() const noexcept;
  /// The shown periods that range or log cover in part, for a pivot of changes.
  [[nodiscard]] std::vector<std::string> periods_in_part() const;
  [[nodiscard]] std::size_t rows_left_out() const noexcept { return order_.size() - shown_; }
  [[nodiscard]] std::uint64_t all_messages() const noexcept { return all_messages_; }
  /// Zero rows were asked for, but there would be too many of them.
  [[nodiscard]] bool fill_refused() const noexcept { return fill_refused_; }

  /// More rows than this are not made by filling gaps.
  static constexpr std::size_t kMaxFilledRows = 1'000'000;

 private:
  struct Row {
    RowKey key{};
    std::uint64_t messages = 0;
    std::uint32_t first_entry = 0;
    std::uint32_t entries = 0;
  };
  struct Entry {
    std::uint32_t row;
    std::uint32_t column;
    std::uint32_t group;
  };

  void read_tally(const Tally& tally, const Coverage& coverage, const Config& config);
  [[nodiscard]] std::uint32_t row_number(const RowKey& key, HashIndex& numbers);
  [[nodiscard]] std::uint32_t column_number(const RowKey& key);
  void index_entries();
  void name_columns(const Config& config);
  void fill_gaps(const Config& config);
  void apply_conditions(const Config& config);
  void sort_rows(const Config& config);
  void sort_by_dimension(std::size_t at, SortDirection direction);
  void sort_by_number(const SortSpec& sort);
  void sort_by_size();
  void cut(const Config& config);

  [[nodiscard]] bool calendar_bounds(std::size_t at, bool columns, const Config& config, Part& low,
                                     Part& high) const;
  [[nodiscard]] std::string part_text(Dimension dimension, Part part) const;
  [[nodiscard]] std::optional<double> number(const Row& row, std::string_view field) const;
  [[nodiscard]] std::uint64_t class_messages(const Row& row, TlsClass wanted) const;
  void merge_group(std::uint32_t group, PivotSums& sums) const;
  void add_row(const Row& row, PivotSums& total, std::vector<PivotSums>* by_column) const;
  void add_trend(std::size_t from, std::size_t to, std::vector<std::uint64_t>& days) const;
  void find_days(const Config& config);
  void find_periods(const Config& config);
  [[nodiscard]] bool is_whole(Part period) const;
  [[nodiscard]] DistinctCounter old_senders_of(const Row& row) const;
  void add_changes(const Row& row, PivotSums& sums) const;
  void add_rows(std::size_t from, std::size_t to, PivotSums& total,
                std::vector<PivotSums>* by_column) const;
  [[nodiscard]] int compare_part(Dimension dimension, Part a, Part b) const;
  [[nodiscard]] bool is_before(const std::vector<Dimension>& dimensions, const RowKey& a,
                               const RowKey& b) const;

  PivotShape shape_;
  const Tally* tally_;
  std::vector<Row> rows_;
  std::vector<Entry> entries_;         ///< Sorted by row, then column.
  std::vector<TlsClass> group_class_;  ///< By group of the tally; empty without tls in the key.
  std::vector<Part> group_day_;        ///< The same; empty without a trend.
  Part first_day_ = 0;                 ///< Of the trends.
  Part last_day_ = 0;
  // Of a pivot of changes.
  std::optional<std::size_t> period_at_;  ///< The row dimension of periods.
  std::map<RowKey, std::uint32_t> row_of_key_;
  TimeRange whole_;  ///< What range and log cover.
  Zone zone_;
  std::map<RowKey, std::uint32_t> column_numbers_;
  std::vector<RowKey> columns_;
  std::vector<std::vector<std::string>> column_texts_;
  std::vector<std::uint32_t> order_;  ///< Rows as printed.
  std::size_t shown_ = 0;
  std::uint64_t all_messages_ = 0;
  bool fill_refused_ = false;
  std::size_t sender_at_ = 0;  ///< Row dimension that a derived domain reads.
  mutable std::map<std::pair<Dimension, Part>, std::string> period_texts_;
};

}  // namespace smtptally
