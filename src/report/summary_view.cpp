#include "report/summary_view.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "report/fixed_rows.hpp"
#include "report/pivot_view.hpp"
#include "report/warnings.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kDefaultTop = 10;
constexpr std::array<TlsClass, 3> kOldClasses{TlsClass::tls1_0, TlsClass::tls1_1, TlsClass::ssl};

PivotShape sender_shape() {
  return {{Dimension::sender, Dimension::domain},
          {Dimension::tls},
          {Measure::messages, Measure::percent}};
}

struct SenderRow {
  std::size_t row = 0;
  std::uint64_t old = 0;
  PivotSums total;
  std::vector<PivotSums> by_class;
};

std::uint64_t old_messages(const std::vector<PivotSums>& by_class) {
  std::uint64_t sum = 0;
  for (const TlsClass c : kOldClasses) sum += by_class[index_of(c)].cell.messages;
  return sum;
}

std::vector<Column> metric_columns() {
  return {{"metric", "", ColumnKind::text},
          {"value", "Count", ColumnKind::number},
          {"percent", "%", ColumnKind::share}};
}

/// The figures at the top.
Section figures(const PivotTable& table, const PivotSums& total,
                const std::vector<PivotSums>& by_class, std::size_t old_senders,
                std::optional<std::uint64_t> refused_logins) {
  Section section;
  section.name = "rows";
  section.columns = metric_columns();
  auto rows = std::make_unique<FixedRows>();
  const std::uint64_t messages = total.cell.messages;
  rows->add({std::string_view("senders"), std::uint64_t{table.row_count()}, std::monostate{}});
  rows->add({std::string_view("senders_old_tls"), std::uint64_t{old_senders},
             Share{old_senders, table.row_count()}});
  rows->add({std::string_view("messages"), messages, Share{messages, messages}});
  const std::uint64_t old = old_messages(by_class);
  rows->add({std::string_view("messages_old_tls"), old, Share{old, messages}});
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    const std::uint64_t count = by_class[c].cell.messages;
    rows->add({kTlsClassNames[c], count, Share{count, messages}});
  }
  Value refused;
  if (refused_logins) refused = *refused_logins;
  rows->add({std::string_view("refused_logins"), refused, std::monostate{}});
  section.rows = std::move(rows);
  return section;
}

Section old_section(const PivotTable& table, std::vector<SenderRow> senders, std::size_t top) {
  Section section;
  section.name = "old_tls";
  section.title = "Senders that still use TLS 1.0, TLS 1.1 or SSL";
  section.columns = {
      {"sender", "Sender", ColumnKind::text},    {"messages", "Messages", ColumnKind::number},
      {"tls1_0", "TLS 1.0", ColumnKind::number}, {"tls1_1", "TLS 1.1", ColumnKind::number},
      {"ssl", "SSL", ColumnKind::number},        {"old_pct", "Old %", ColumnKind::share}};
  std::sort(senders.begin(), senders.end(), [&](const SenderRow& a, const SenderRow& b) {
    return a.old != b.old ? a.old > b.old : table.row_text(a.row, 0) < table.row_text(b.row, 0);
  });
  auto rows = std::make_unique<FixedRows>();
  const auto cells = [](std::string_view name, const SenderRow& s) {
    const auto count = [&](TlsClass c) { return s.by_class[index_of(c)].cell.messages; };
    return std::vector<Value>{name,
                              s.total.cell.messages,
                              count(TlsClass::tls1_0),
                              count(TlsClass::tls1_1),
                              count(TlsClass::ssl),
                              Share{s.old, s.total.cell.messages}};
  };
  const std::size_t shown = std::min(top, senders.size());
  for (std::size_t i = 0; i < shown; ++i) {
    rows->add(cells(rows->keep(std::string(table.row_text(senders[i].row, 0))), senders[i]));
  }
  if (shown < senders.size()) {
    SenderRow rest;
    rest.by_class.resize(kTlsClassNames.size());
    for (std::size_t i = shown; i < senders.size(); ++i) {
      rest.old += senders[i].old;
      rest.total.cell.merge(senders[i].total.cell);
      for (std::size_t c = 0; c < rest.by_class.size(); ++c) {
        rest.by_class[c].cell.merge(senders[i].by_class[c].cell);
      }
    }
    const std::string label = "(others: " + std::to_string(senders.size() - shown) + " rows)";
    section.others = cells(rows->keep(label), rest);
  }
  section.rows = std::move(rows);
  return section;
}

}  // namespace

std::optional<Error> refuse_in_summary(const Config& config) {
  const auto& conditions = config.selection.conditions;
  if (std::any_of(conditions.begin(), conditions.end(),
                  [](const Condition& c) { return c.field == "reason"; })) {
    return Error{"--where: reason belongs to events --failures"};
  }
  if (!config.sort) return std::nullopt;
  return Error{"--sort: the order of summary is fixed; use tls or pivot"};
}

CollectSpec collect_summary(const Config& config) {
  return {.tally = tally_spec(sender_shape(), config), .events = false};
}

void build_summary(const Config& config, const Accumulator& collected, Report& report) {
  Config all = config;
  all.top = 0;  // --top is for the list of senders, not for the sums.
  all.sort.reset();
  const PivotTable table(sender_shape(), all, collected.tally(), collected.coverage());
  std::vector<SenderRow> old;
  SenderRow row;
  for (std::size_t i = 0; i < table.row_count(); ++i) {
    row.row = i;
    table.sums(i, row.total, &row.by_class);
    row.old = old_messages(row.by_class);
    if (row.old > 0) old.push_back(row);
  }
  if (table.row_count() == 0) warn_of_no_rows(config, report);
  PivotSums total;
  std::vector<PivotSums> by_class;
  table.totals(total, &by_class);
  report.sections.push_back(figures(table, total, by_class, old.size(), collected.failure_count()));
  const std::size_t top = config.top == 0 ? kDefaultTop : config.top;
  report.sections.push_back(old_section(table, std::move(old), top));
}

}  // namespace smtptally
