#include "report/pivot_view.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <memory>

#include <fmt/format.h>

#include "report/column_name.hpp"
#include "report/failures_pivot.hpp"
#include "report/failures_view.hpp"
#include "report/pivot_columns.hpp"
#include "report/presets.hpp"
#include "report/section_parts.hpp"
#include "report/warnings.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Behind the numbers of a row.
Column chart_column(Chart chart) {
  Column column;
  column.kind = ColumnKind::chart;
  column.worth = chart == Chart::stack ? 8 : chart == Chart::old_trend ? 3 : 2;
  if (chart == Chart::mix) column.heading = tr("Mix");
  return column;
}

/// Behind the messages, on screens.
bool shows_share(const PivotShape& shape) {
  return std::find(shape.screen_values.begin(), shape.screen_values.end(), Measure::percent) !=
         shape.screen_values.end();
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
    table_.sums(index, total_, table_.column_count() == 0 ? nullptr : &by_column_);
    append(total_, by_column_, out);
    if (table_.shape().has_trend()) table_.trend(index, days_);
    append_chart(total_, out);
  }

  /// The cells behind the row's texts.
  void append(const PivotSums& total, const std::vector<PivotSums>& by_column,
              std::vector<Value>& out) const {
    const std::vector<Measure>& values = table_.shape().values;
    const bool has_columns = !table_.shape().columns.empty();
    for (const Measure m : values) {
      if (m == Measure::percent && has_columns) continue;
      out.push_back(measure_value(m, total, table_.all_messages()));
      if (m == Measure::messages && shows_share(table_.shape())) {
        out.emplace_back(Share{total.cell.messages, table_.all_messages()});
      }
    }
    for (const PivotSums& sums : by_column) {
      for (const Measure m : values) out.push_back(measure_value(m, sums, total.cell.messages));
    }
    for (const Measure m : table_.shape().screen_values) {
      if (m == Measure::percent) continue;
      out.push_back(measure_value(m, total, table_.all_messages()));
    }
  }

  void others(std::vector<Value>& out) const {
    if (table_.rows_left_out() == 0) return;
    label_ = others_label(table_.rows_left_out());
    PivotSums total;
    std::vector<PivotSums> by_column;
    table_.others(total, table_.column_count() == 0 ? nullptr : &by_column);
    labelled(label_, total, by_column, out);
    if (table_.shape().has_trend()) table_.trend_of_others(days_);
    append_fixed_chart(total, out);
  }
  void totals(std::vector<Value>& out) const {
    PivotSums total;
    std::vector<PivotSums> by_column;
    table_.totals(total, table_.column_count() == 0 ? nullptr : &by_column);
    labelled(tr("(total)"), total, by_column, out);
    if (table_.shape().has_trend()) table_.trend_of_all(days_);
    append_fixed_chart(total, out);
  }

 private:
  void append_chart(const PivotSums& total, std::vector<Value>& out) const {
    const Chart chart = table_.shape().chart;
    if (chart == Chart::none) return;
    if (table_.shape().has_trend()) {
      out.emplace_back(Trend{days_});
      return;
    }
    classes_ = total.classes;
    const std::uint64_t scale =
        chart == Chart::mix ? total.cell.messages : std::max(scale_, total.cell.messages);
    out.emplace_back(Mix{classes_, scale});
  }
  /// The same, of a row that is not asked for again: it keeps what it draws.
  void append_fixed_chart(const PivotSums& total, std::vector<Value>& out) const {
    const Chart chart = table_.shape().chart;
    if (chart == Chart::none) return;
    if (chart == Chart::stack) {
      out.emplace_back(std::monostate{});  // A sum is longer than every row.
      return;
    }
    std::vector<std::uint64_t>& kept = kept_.emplace_back(days_);
    if (!table_.shape().has_trend()) kept.assign(total.classes.begin(), total.classes.end());
    out.push_back(table_.shape().has_trend() ? Value(Trend{kept})
                                             : Value(Mix{kept, total.cell.messages}));
  }
  void labelled(std::string_view label, const PivotSums& total,
                const std::vector<PivotSums>& by_column, std::vector<Value>& out) const {
    out.emplace_back(label);
    for (std::size_t i = 1; i < table_.shape().rows.size(); ++i) out.emplace_back(std::monostate{});
    append(total, by_column, out);
  }

  PivotTable table_;
  std::uint64_t scale_ = table_.most_messages();
  mutable std::string label_;
  // Of the row that was asked for last.
  mutable PivotSums total_;
  mutable std::vector<PivotSums> by_column_;
  mutable std::vector<std::uint64_t> days_;
  mutable std::array<std::uint64_t, kTlsClassNames.size()> classes_{};
  mutable std::deque<std::vector<std::uint64_t>> kept_;
};

/// Of the columns that are made of data.
void append_data_columns(const PivotTable& table, std::vector<Column>& columns) {
  const PivotShape& shape = table.shape();
  const bool classes = shape.columns.size() == 1 && shape.columns[0] == Dimension::tls;
  const bool one_measure = shape.values.size() == 1;
  for (std::size_t c = 0; c < table.column_count(); ++c) {
    const std::string heading =
        classes ? std::string(tr(kTlsClassLabels[c])) : table.column_text(c);
    for (const Measure m : shape.values) {
      Column column{column_name(shape.columns, table.column_parts(c), m), heading, kind_of(m)};
      if (m == Measure::bytes) column.look = Look::bytes;
      if (m == Measure::percent) {
        column.heading = one_measure ? heading + " %" : "%";
      } else if (m != Measure::messages && m != Measure::failures) {
        column.heading += fmt::format(" {}", kMeasures[index_of(m)].name);
      }
      if (classes) {
        describe_class(static_cast<TlsClass>(c), column);
        if (m == Measure::percent) column.shown = Shown::machine;
      }
      columns.push_back(std::move(column));
    }
  }
}

std::vector<Column> columns_of(const PivotTable& table) {
  std::vector<Column> columns;
  const PivotShape& shape = table.shape();
  for (const Dimension d : shape.rows) columns.push_back(column_of(d, shape.rows));
  for (const Measure m : shape.values) {
    if (m == Measure::percent && !shape.columns.empty()) continue;
    columns.push_back(column_of(m));
    if (m == Measure::messages && shows_share(shape)) {
      columns.push_back(column_of(Measure::percent));
      columns.back().worth = 4;
    }
    // The bar says it.
    const bool told = class_of(m) || m == Measure::senders || m == Measure::old;
    if (shape.only_chart && told) columns.back().shown = Shown::machine;
  }
  append_data_columns(table, columns);
  for (const Measure m : shape.screen_values) {
    if (m == Measure::percent) continue;
    columns.push_back(column_of(m));
    if (m != Measure::old_pct) columns.back().worth = 3;
  }
  if (shape.chart != Chart::none) columns.push_back(chart_column(shape.chart));
  return columns;
}

}  // namespace

std::optional<Error> refuse_in_pivot(const Config& config) {
  const bool failures = config.failures;
  if (auto refused = failures ? refuse_in_failures_pivot(config) : refuse_of_failures(config)) {
    return refused;
  }
  if (!config.sort) return std::nullopt;
  const auto dimension = find_dimension(config.sort->field);
  const PivotShape shape = shape_of(config);
  if (is_number_field(config.sort->field)) return std::nullopt;
  if (dimension &&
      std::find(shape.rows.begin(), shape.rows.end(), *dimension) != shape.rows.end()) {
    return std::nullopt;
  }
  return Error{tr_format("--sort: the rows have no {}; sort by what they have or by a number",
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
    section.note = tr_format("times without mail have no rows: there would be more than {}",
                             PivotTable::kMaxFilledRows);
  }
  section.noun = shape.rows.size() == 1 || is_derived(shape.rows[1], shape.rows)
                     ? kDimensions[index_of(shape.rows[0])].noun
                     : "row";
  section.left_out = table.rows_left_out();
  auto rows = std::make_unique<PivotRows>(std::move(table));
  rows->others(section.others);
  rows->totals(section.totals);
  section.rows = std::move(rows);
  return section;
}

void build_pivot(const Config& config, const Accumulator& collected, Report& report) {
  if (config.failures) return build_failures_pivot(config, collected, report);
  report.title = pivot_title(config);
  report.sections.push_back(
      pivot_section(shape_of(config), config, collected.tally(), collected.coverage()));
  if (report.sections.back().rows->size() == 0) warn_of_no_rows(config, report);
}

}  // namespace smtptally
