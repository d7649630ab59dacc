#include "report/failures_pivot.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "pivot/calendar.hpp"
#include "report/failures_view.hpp"
#include "report/pivot_view.hpp"
#include "report/presets.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::array<Measure, 5> kMeasuresOfFailures{
    Measure::failures, Measure::percent, Measure::clients, Measure::first, Measure::last};

bool is_counted(Measure m) {
  return std::find(kMeasuresOfFailures.begin(), kMeasuresOfFailures.end(), m) !=
         kMeasuresOfFailures.end();
}

Error has_no(std::string_view option, std::string_view field) {
  return Error{tr_format("{}: a refused login or handshake has no {}", option, field)};
}

/// One failure is counted as one message would be.
std::unique_ptr<Tally> tally_of(const FailureList& list, const TallySpec& spec,
                                const Config& config) {
  auto tally = std::make_unique<Tally>(spec);
  MessageText text(config.selection.sender, config.selection.fold_case);
  for (const FailureRow& row : list.rows()) {
    const Failure failure = list.failure(row);
    Tally::Counted counted{
        .cell = {1, 0, 0}, .time = failure.time, .sender = {}, .client = failure.client};
    for (std::size_t i = 0; i < spec.dimensions.size(); ++i) {
      const Dimension dimension = spec.dimensions[i];
      if (!is_text(dimension)) {
        counted.key[i] = period_of(dimension, failure.time, config.zone);
        continue;
      }
      const std::array<std::string_view, 1> part{text_of(failure, dimension, text)};
      tally->number(part, std::span(counted.key).subspan(i, 1));
    }
    tally->count(counted);
  }
  return tally;
}

/// Rows that own the tally that they read.
class RowsOfTally final : public RowSource {
 public:
  RowsOfTally(std::unique_ptr<Tally> tally, std::unique_ptr<RowSource> rows)
      : tally_(std::move(tally)), rows_(std::move(rows)) {}

  [[nodiscard]] std::size_t size() const override { return rows_->size(); }
  void row(std::size_t index, std::vector<Value>& out) const override { rows_->row(index, out); }

 private:
  std::unique_ptr<Tally> tally_;
  std::unique_ptr<RowSource> rows_;
};

}  // namespace

std::optional<Error> refuse_in_failures_pivot(const Config& config) {
  const auto has = [&](Dimension d) { return failures_have(d, config.selection.sender); };
  for (const Dimension d : config.rows) {
    if (!has(d)) return has_no("--rows", kDimensions[index_of(d)].name);
  }
  for (const Dimension d : config.columns) {
    if (!has(d)) return has_no("--columns", kDimensions[index_of(d)].name);
  }
  for (const Measure m : config.values) {
    if (!is_counted(m)) return has_no("--values", kMeasures[index_of(m)].name);
  }
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    const auto measure = find_measure(c.field);
    const bool known = dimension ? has(*dimension) : measure && is_counted(*measure);
    if (!known) return has_no("--where", c.field);
  }
  if (config.sort && !find_dimension(config.sort->field)) {
    const auto measure = find_measure(config.sort->field);
    if (!measure || !is_counted(*measure)) return has_no("--sort", config.sort->field);
  }
  return std::nullopt;
}

void build_failures_pivot(const Config& config, const Accumulator& collected, Report& report) {
  const PivotShape shape = shape_of(config);
  auto tally = tally_of(collected.failures(), tally_spec(shape, config), config);
  Section section = pivot_section(shape, config, *tally, collected.coverage());
  if (section.note.empty()) section.note = failures_left_out(config, collected);
  section.rows = std::make_unique<RowsOfTally>(std::move(tally), std::move(section.rows));
  report.sections.push_back(std::move(section));
}

}  // namespace smtptally
