#include "report/subject_lists.hpp"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "report/fixed_rows.hpp"
#include "report/pivot_columns.hpp"
#include "report/section_parts.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// A column of a list: a dimension of its rows by its place, or a sum.
struct ListColumn {
  Column column;
  std::variant<std::size_t, Measure> of;
};

ListColumn text(const PivotTable& table, std::size_t at, std::uint8_t worth) {
  const std::vector<Dimension>& rows = table.shape().rows;
  ListColumn made{column_of(rows[at], rows), at};
  made.column.worth = worth;
  return made;
}

ListColumn sum(Measure measure, std::uint8_t worth) {
  ListColumn made{column_of(measure), measure};
  made.column.heading = tr(kMeasures[index_of(measure)].heading);
  made.column.worth = worth;
  return made;
}

/// The rows of the table in its order; their texts live as long as the tally.
Section list_of(std::string name, const PivotTable& table, const std::vector<ListColumn>& columns) {
  Section section;
  section.name = std::move(name);
  for (const ListColumn& column : columns) section.columns.push_back(column.column);
  auto rows = std::make_unique<FixedRows>();
  const auto cells = [&](const PivotSums& sums, const auto& text_of) {
    std::vector<Value> made;
    for (const ListColumn& column : columns) {
      const auto* const measure = std::get_if<Measure>(&column.of);
      made.push_back(measure != nullptr ? measure_value(*measure, sums, table.all_messages())
                                        : text_of(std::get<std::size_t>(column.of)));
    }
    return made;
  };
  PivotSums sums;
  for (std::size_t i = 0; i < table.row_count(); ++i) {
    table.sums(i, sums, nullptr);
    rows->add(cells(sums, [&](std::size_t at) { return Value{table.row_text(i, at)}; }));
  }
  if (table.rows_left_out() > 0) {
    section.left_out = table.rows_left_out();
    section.noun = "row";
    const auto label = rows->keep(others_label(section.left_out));
    table.others(sums, nullptr);
    section.others = cells(sums, [&](std::size_t at) { return at == 0 ? Value{label} : Value{}; });
  }
  section.rows = std::move(rows);
  return section;
}

}  // namespace

PivotTable subject_table(const Config& config, const Tally& tally, const Coverage& coverage,
                         std::vector<Dimension> rows, std::size_t top) {
  Config plain = config;
  plain.top = top;
  plain.sort.reset();
  plain.selection.range = {};
  PivotShape shape;
  shape.rows = std::move(rows);
  return {shape, plain, tally, coverage};
}

Section subject_main(const Config& config, const PivotTable& table, bool screen) {
  using enum Measure;
  if (!screen) {
    return list_of("rows", table,
                   {text(table, 0, 9), text(table, 1, 6), text(table, 2, 7), sum(messages, 9),
                    sum(recipients, 3), sum(bytes, 3), sum(first, 5), sum(last, 8)});
  }
  std::vector<ListColumn> columns{text(table, 0, 9), sum(messages, 9), text(table, 1, 6),
                                  text(table, 2, 7), sum(first, 5),    sum(last, 8)};
  columns[2].column.heading = tr("Login");
  if (config.command == Command::client && config.selection.sender == SenderKind::account) {
    columns[0].column.heading = tr("Account");
  }
  return list_of("rows", table, columns);
}

Section subject_tls(const PivotTable& table) {
  using enum Measure;
  std::vector<ListColumn> columns{text(table, 0, 9), sum(messages, 9), sum(percent, 7),
                                  sum(first, 5), sum(last, 8)};
  columns[0].column.look = Look::tls_mark;
  return list_of("tls", table, columns);
}

Section subject_list(std::string name, const PivotTable& table) {
  using enum Measure;
  return list_of(
      std::move(name), table,
      {text(table, 0, 9), sum(messages, 9), sum(percent, 7), sum(first, 5), sum(last, 8)});
}

Section subject_envelopes(const PivotTable& table) {
  using enum Measure;
  Section section = list_of(
      "envelope_senders", table,
      {text(table, 0, 9), text(table, 1, 9), sum(messages, 9), sum(first, 5), sum(last, 8)});
  // Beside the address stands whose it is.
  // TRANSLATORS: a heading: whose an address is, "own" or "foreign".
  const char* const whose_is_it = trc("own or foreign", "Of");
  section.columns.insert(section.columns.begin() + 2, Column{"of", whose_is_it, ColumnKind::text});
  auto rows = std::make_unique<FixedRows>();
  std::vector<Value> cells;
  for (std::size_t i = 0; i < section.rows->size(); ++i) {
    section.rows->row(i, cells);
    Value whose = own_or_foreign(table.row_text(i, 0), table.row_text(i, 1));
    if (auto* const word = std::get_if<std::string_view>(&whose)) *word = tr(*word);
    cells.insert(cells.begin() + 2, whose);
    rows->add(std::move(cells));
  }
  section.rows = std::move(rows);
  return section;
}

Section subject_days(const SubjectFacts& facts) {
  Section section;
  section.name = "by_day";
  section.columns = {{"day", tr("Day"), ColumnKind::text},
                     {"messages", tr("Messages"), ColumnKind::number},
                     {"old", tr("Old"), ColumnKind::number}};
  auto rows = std::make_unique<FixedRows>();
  for (const SubjectDay& day : facts.days) rows->add({rows->keep(day.day), day.messages, day.old});
  section.rows = std::move(rows);
  return section;
}

Section subject_hours(const SubjectFacts& facts) {
  Section section;
  section.name = "by_hour";
  section.columns = {{"hour", tr("Hour"), ColumnKind::text},
                     {"messages", tr("Messages"), ColumnKind::number}};
  auto rows = std::make_unique<FixedRows>();
  for (std::size_t hour = 0; hour < facts.hours.size(); ++hour) {
    rows->add({rows->keep(fmt::format("{:02}", hour)), facts.hours[hour]});
  }
  section.rows = std::move(rows);
  return section;
}

Section subject_refused(
    const std::vector<const std::pair<const RefusalCounts::Who, RefusalCounts::Count>*>& refusals) {
  Section section;
  section.name = "refused";
  section.columns = {{"kind", tr("Kind"), ColumnKind::text},
                     {"client", tr("Client"), ColumnKind::text},
                     {"account", tr("Account"), ColumnKind::text},
                     {"reason_class", tr("Class"), ColumnKind::text},
                     {"refused", tr("Refused"), ColumnKind::number},
                     {"last", tr("Last"), ColumnKind::time}};
  auto rows = std::make_unique<FixedRows>();
  for (const auto* const refusal : refusals) {
    const auto& [who, count] = *refusal;
    rows->add({kFailureKindNames[index_of(who.kind)], std::string_view(who.client),
               std::string_view(who.account), std::string_view(who.reason_class), count.refused,
               Instant{count.last}});
  }
  section.rows = std::move(rows);
  return section;
}

Section subject_sums(const Config& config, const SubjectFacts& facts) {
  const bool sender = config.command == Command::sender;
  Section section;
  section.name = "summary";
  auto rows = std::make_unique<FixedRows>();
  std::vector<Value> cells;
  const auto add = [&](std::string_view name, ColumnKind kind, Value value) {
    section.columns.push_back({std::string(name), std::string(name), kind});
    cells.push_back(value);
  };
  const auto refused = [&](std::string_view name, std::string_view last, const RefusedFacts& of) {
    const auto count = of.count();
    add(name, ColumnKind::number, count ? Value{*count} : Value{});
    add(last, ColumnKind::time, of.known > 0 ? Value{Instant{of.last}} : Value{});
  };
  const PivotSums& total = facts.total;
  add(sender ? "sender" : "client", ColumnKind::text, rows->keep(config.selection.subject->name));
  add("messages", ColumnKind::number, total.cell.messages);
  add("recipients", ColumnKind::number, total.cell.recipients);
  add("bytes", ColumnKind::number, total.cell.bytes);
  add("first", ColumnKind::time, measure_value(Measure::first, total, 0));
  add("last", ColumnKind::time, measure_value(Measure::last, total, 0));
  add(sender ? "clients" : "senders", ColumnKind::number, facts.others);
  add("addresses", ColumnKind::number, facts.envelopes.addresses);
  add("foreign_addresses", ColumnKind::number, facts.envelopes.foreign);
  add("foreign_messages", ColumnKind::number, facts.envelopes.foreign_messages);
  refused("refused_logins", "last_refused_login", facts.logins);
  refused("refused_handshakes", "last_refused_handshake", facts.handshakes);
  rows->add(std::move(cells));
  section.rows = std::move(rows);
  return section;
}

}  // namespace smtptally
