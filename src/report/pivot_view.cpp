#include "report/pivot_view.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "report/column_name.hpp"
#include "report/failures_pivot.hpp"
#include "report/failures_view.hpp"
#include "report/warnings.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::string_view, 7> kClassHeadings{"TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3",
                                                         "SSL",     "None",    "Unknown"};

/// A column that every pivot can be sorted by, printed or not.
bool is_number(std::string_view field) {
  if (find_measure(field)) return true;
  if (field.ends_with("_pct")) field.remove_suffix(4);
  return std::find(kTlsClassNames.begin(), kTlsClassNames.end(), field) != kTlsClassNames.end();
}

Value measure_value(Measure measure, const PivotSums& sums, std::uint64_t whole) {
  switch (measure) {
    case Measure::messages:
    case Measure::failures:
      return sums.cell.messages;
    case Measure::percent:
      return Share{sums.cell.messages, whole};
    case Measure::recipients:
      return sums.cell.recipients;
    case Measure::bytes:
      return sums.cell.bytes;
    case Measure::senders:
      return sums.senders.count();
    case Measure::clients:
      return sums.clients.count();
    case Measure::first:
      if (sums.cell.messages == 0) return std::monostate{};
      return Instant{sums.span.first};
    case Measure::last:
      if (sums.cell.messages == 0) return std::monostate{};
      return Instant{sums.span.last};
  }
  return std::monostate{};
}

ColumnKind kind_of(Measure measure) {
  if (measure == Measure::percent) return ColumnKind::share;
  if (measure == Measure::first || measure == Measure::last) return ColumnKind::time;
  return ColumnKind::number;
}

/// The rows of a pivot as cells. Owns the table.
class PivotRows final : public RowSource {
 public:
  explicit PivotRows(PivotTable table) : table_(std::move(table)) {}

  [[nodiscard]] std::size_t size() const override { return table_.row_count(); }
  void row(std::size_t index, std::vector<Value>& out) const override {
    out.clear();
    for (std::size_t i = 0; i < table_.shape().rows.size(); ++i) {
      out.emplace_back(table_.row_text(index, i));
    }
    PivotSums total;
    std::vector<PivotSums> by_column;
    table_.sums(index, total, table_.column_count() == 0 ? nullptr : &by_column);
    append(total, by_column, out);
  }

  /// The cells behind the row's texts.
  void append(const PivotSums& total, const std::vector<PivotSums>& by_column,
              std::vector<Value>& out) const {
    const std::vector<Measure>& values = table_.shape().values;
    const bool has_columns = !table_.shape().columns.empty();
    for (const Measure m : values) {
      if (m == Measure::percent && has_columns) continue;
      out.push_back(measure_value(m, total, table_.all_messages()));
    }
    for (const PivotSums& sums : by_column) {
      for (const Measure m : values) out.push_back(measure_value(m, sums, total.cell.messages));
    }
  }

  void others(std::vector<Value>& out) const {
    if (table_.rows_left_out() == 0) return;
    label_ = fmt::format("(others: {} rows)", table_.rows_left_out());
    PivotSums total;
    std::vector<PivotSums> by_column;
    table_.others(total, table_.column_count() == 0 ? nullptr : &by_column);
    labelled(label_, total, by_column, out);
  }
  void totals(std::vector<Value>& out) const {
    PivotSums total;
    std::vector<PivotSums> by_column;
    table_.totals(total, table_.column_count() == 0 ? nullptr : &by_column);
    labelled("(total)", total, by_column, out);
  }

 private:
  void labelled(std::string_view label, const PivotSums& total,
                const std::vector<PivotSums>& by_column, std::vector<Value>& out) const {
    out.emplace_back(label);
    for (std::size_t i = 1; i < table_.shape().rows.size(); ++i) out.emplace_back(std::monostate{});
    append(total, by_column, out);
  }

  PivotTable table_;
  mutable std::string label_;
};

std::vector<Column> columns_of(const PivotTable& table) {
  std::vector<Column> columns;
  const PivotShape& shape = table.shape();
  for (const Dimension d : shape.rows) {
    const DimensionText& text = kDimensions[index_of(d)];
    columns.push_back({std::string(text.name), std::string(text.heading), ColumnKind::text});
  }
  for (const Measure m : shape.values) {
    if (m == Measure::percent && !shape.columns.empty()) continue;
    const DimensionText& text = kMeasures[index_of(m)];
    columns.push_back({std::string(text.name), std::string(text.heading), kind_of(m)});
  }
  const bool one_measure = shape.values.size() == 1;
  for (std::size_t c = 0; c < table.column_count(); ++c) {
    std::string heading = table.column_text(c);
    if (shape.columns.size() == 1 && shape.columns[0] == Dimension::tls) {
      heading = kClassHeadings[c];
    }
    for (const Measure m : shape.values) {
      Column column{column_name(shape.columns, table.column_parts(c), m), heading, kind_of(m)};
      if (m == Measure::percent) {
        column.heading = one_measure ? heading + " %" : "%";
      } else if (m != Measure::messages && m != Measure::failures) {
        column.heading += fmt::format(" {}", kMeasures[index_of(m)].name);
      }
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

}  // namespace

PivotShape shape_of(const Config& config) {
  if (config.command == Command::pivot) return {config.rows, config.columns, config.values};
  const std::vector<Dimension> sender{Dimension::sender, Dimension::domain};
  if (config.command == Command::volume) {
    return {sender, {}, {Measure::messages, Measure::recipients, Measure::bytes}};
  }
  return {sender, {Dimension::tls}, {Measure::messages, Measure::percent}};
}

std::optional<Error> refuse_in_pivot(const Config& config) {
  const bool failures = config.failures;
  if (auto refused = failures ? refuse_in_failures_pivot(config) : refuse_of_failures(config)) {
    return refused;
  }
  if (!config.sort) return std::nullopt;
  const auto dimension = find_dimension(config.sort->field);
  const PivotShape shape = shape_of(config);
  if (is_number(config.sort->field)) return std::nullopt;
  if (dimension &&
      std::find(shape.rows.begin(), shape.rows.end(), *dimension) != shape.rows.end()) {
    return std::nullopt;
  }
  return Error{fmt::format("--sort: the rows have no {}; sort by what they have or by a number",
                           config.sort->field)};
}

CollectSpec collect_pivot(const Config& config) {
  if (config.failures) return {.tally = {}, .failures = true};
  return {.tally = tally_spec(shape_of(config), config), .events = false};
}

bool pivot_shows_tls(const Config& config) {
  const std::vector<Dimension> dimensions = collect_pivot(config).tally.dimensions;
  return std::find(dimensions.begin(), dimensions.end(), Dimension::tls) != dimensions.end();
}

Section pivot_section(const PivotShape& shape, const Config& config, const Tally& tally,
                      const Coverage& coverage) {
  Section section;
  section.name = "rows";
  PivotTable table(shape, config, tally, coverage);
  section.columns = columns_of(table);
  if (table.fill_refused()) {
    section.note = fmt::format("times without mail have no rows: there would be more than {}",
                               PivotTable::kMaxFilledRows);
  }
  auto rows = std::make_unique<PivotRows>(std::move(table));
  rows->others(section.others);
  rows->totals(section.totals);
  section.rows = std::move(rows);
  return section;
}

void build_pivot(const Config& config, const Accumulator& collected, Report& report) {
  if (config.failures) return build_failures_pivot(config, collected, report);
  report.sections.push_back(
      pivot_section(shape_of(config), config, collected.tally(), collected.coverage()));
  if (report.sections.back().rows->size() == 0) warn_of_no_rows(config, report);
}

}  // namespace smtptally
