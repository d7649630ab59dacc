#include "report/summary_view.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "report/failures_view.hpp"
#include "report/fixed_rows.hpp"
#include "report/pivot_table.hpp"
#include "report/section_parts.hpp"
#include "report/summary_before.hpp"
#include "report/summary_screen.hpp"
#include "report/unusual_view.hpp"
#include "report/warnings.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kDefaultTop = 10;

PivotShape sender_shape() {
  PivotShape shape;
  shape.rows = {Dimension::sender, Dimension::domain};
  shape.values = {Measure::messages, Measure::last_old};
  shape.chart = Chart::old_trend;
  return shape;
}

struct SenderRow {
  std::size_t row = 0;
  PivotSums total;
};

std::vector<Column> metric_columns() {
  return {{"metric", "", ColumnKind::text},
          {"value", tr("Count"), ColumnKind::number},
          {"percent", "%", ColumnKind::share}};
}

/// The figures at the top.
Section figures(const PivotTable& table, const PivotSums& total, std::size_t old_senders,
                const Accumulator& collected) {
  Section section;
  section.name = "rows";
  section.columns = metric_columns();
  auto rows = std::make_unique<FixedRows>();
  const std::uint64_t messages = total.cell.messages;
  rows->add({std::string_view("senders"), std::uint64_t{table.row_count()}, std::monostate{}});
  rows->add({std::string_view("senders_old_tls"), std::uint64_t{old_senders},
             Share{old_senders, table.row_count()}});
  rows->add({std::string_view("messages"), messages, Share{messages, messages}});
  const std::uint64_t old = total.old();
  rows->add({std::string_view("messages_old_tls"), old, Share{old, messages}});
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    const std::uint64_t count = total.classes[c];
    rows->add({kTlsClassNames[c], count, Share{count, messages}});
  }
  const auto refused = [&](std::string_view metric, FailureKind kind) {
    const FailureCount& count = collected.failure_count(kind);
    // What a filter can not judge is not counted without it.
    const Value value = count.unknown > 0 ? Value{} : Value{count.wanted};
    rows->add({metric, value, std::monostate{}});
  };
  refused("refused_logins", FailureKind::login);
  refused("refused_handshakes", FailureKind::handshake);
  section.shown = Shown::machine;
  section.rows = std::move(rows);
  return section;
}

std::vector<Column> old_columns() {
  std::vector<Column> columns{
      {"sender", tr("Senders with old TLS"), ColumnKind::text},
      // TRANSLATORS: headings: all messages of a sender, then those with old TLS.
      {"messages", tr("All"), ColumnKind::number},
      {"old", tr("Old"), ColumnKind::number},
      {"tls1_0", "TLS 1.0", ColumnKind::number},
      {"tls1_1", "TLS 1.1", ColumnKind::number},
      {"ssl", "SSL", ColumnKind::number},
      {"old_pct", tr("Old %"), ColumnKind::share},
      {"last_old", tr("Last seen"), ColumnKind::time},
      {"old_by_day", "", ColumnKind::chart}};
  columns[0].look = Look::sender;
  for (Column& column : columns) column.worth = 9;
  for (const std::size_t of_class : {3U, 4U, 5U}) columns[of_class].shown = Shown::machine;
  columns.back().worth = 3;
  return columns;
}

/// `senders` in their order.
Section old_section(const PivotTable& table, const std::vector<SenderRow>& senders,
                    std::size_t top) {
  Section section;
  section.name = "old_tls";
  section.noun = "sender";
  section.columns = old_columns();
  auto rows = std::make_unique<FixedRows>();
  const auto cells = [&](std::string_view name, const PivotSums& sums,
                         std::vector<std::uint64_t> days) {
    const auto count = [&](TlsClass c) { return sums.classes[index_of(c)]; };
    return std::vector<Value>{name,
                              sums.cell.messages,
                              sums.old(),
                              count(TlsClass::tls1_0),
                              count(TlsClass::tls1_1),
                              count(TlsClass::ssl),
                              Share{sums.old(), sums.cell.messages},
                              Instant{sums.last_old},
                              rows->keep(std::move(days))};
  };
  const std::size_t shown = std::min(top, senders.size());
  std::vector<std::uint64_t> days;
  for (std::size_t i = 0; i < shown; ++i) {
    table.trend(senders[i].row, days);
    rows->add(
        cells(rows->keep(std::string(table.row_text(senders[i].row, 0))), senders[i].total, days));
  }
  section.left_out = senders.size() - shown;
  if (section.left_out > 0) {
    PivotSums rest;
    std::vector<std::uint64_t> sum(days.size(), 0);
    for (std::size_t i = shown; i < senders.size(); ++i) {
      rest.merge(senders[i].total);
      table.trend(senders[i].row, days);
      sum.resize(days.size(), 0);
      for (std::size_t d = 0; d < days.size(); ++d) sum[d] += days[d];
    }
    const std::string label = others_label(section.left_out);
    section.others = cells(rows->keep(label), rest, sum);
  }
  section.rows = std::move(rows);
  return section;
}

/// Who seems to be refused since old TLS was switched off.
Section refused_section(const std::vector<RefusedClients::Client>& clients, std::size_t top) {
  constexpr std::size_t kMostNames = 5;
  Section section;
  section.name = "refused_tls_version";
  section.columns = {{"client", tr("Clients refused for their TLS version"), ColumnKind::text},
                     {"refused", tr("Refused"), ColumnKind::number},
                     {"last", tr("Last"), ColumnKind::time},
                     {"seen_as", tr("Seen as (estimated)"), ColumnKind::text, true}};
  section.noun = "client";
  section.columns[0].look = Look::exact;
  for (Column& column : section.columns) column.worth = 9;
  auto rows = std::make_unique<FixedRows>();
  for (std::size_t i = 0; i < std::min(top, clients.size()); ++i) {
    const RefusedClients::Client& client = clients[i];
    const std::size_t shown = std::min(kMostNames, client.seen_as.size());
    std::string names;
    for (std::size_t k = 0; k < shown; ++k) {
      if (k > 0) names += ", ";
      names += client.seen_as[k];
    }
    if (shown < client.seen_as.size()) {
      const std::size_t more = client.seen_as.size() - shown;
      names += trs_format(", and {} more", more, more);
    }
    Value seen_as;
    if (!names.empty()) seen_as = rows->keep(std::move(names));
    rows->add({client.client, client.refused, Instant{client.last}, seen_as});
  }
  if (top < clients.size()) {
    std::uint64_t rest = 0;
    for (std::size_t i = top; i < clients.size(); ++i) rest += clients[i].refused;
    section.left_out = clients.size() - top;
    const std::string label = others_label(section.left_out);
    section.others = {rows->keep(label), rest, std::monostate{}, std::monostate{}};
  }
  section.rows = std::move(rows);
  return section;
}

/// Those with the most messages with old TLS first.
void sort_old(const PivotTable& table, std::vector<SenderRow>& old) {
  std::sort(old.begin(), old.end(), [&](const SenderRow& a, const SenderRow& b) {
    return a.total.old() != b.total.old() ? a.total.old() > b.total.old()
                                          : table.row_text(a.row, 0) < table.row_text(b.row, 0);
  });
}

/// The senders with old TLS, in their order. Counts those with plaintext.
std::vector<SenderRow> old_senders(const PivotTable& table, SummaryFacts& facts) {
  std::vector<SenderRow> old;
  for (std::size_t i = 0; i < table.row_count(); ++i) {
    SenderRow row;
    row.row = i;
    table.sums(i, row.total, nullptr);
    if (row.total.classes[index_of(TlsClass::none)] > 0) ++facts.plain_senders;
    if (row.total.old() > 0) old.push_back(std::move(row));
  }
  sort_old(table, old);
  facts.old_senders = old.size();
  return old;
}

void add_sums(const PivotTable& table, const PivotSums& total, const Accumulator& collected,
              SummaryFacts& facts) {
  facts.senders = table.row_count();
  facts.messages = total.cell.messages;
  facts.classes = total.classes;
  for (const FailureKind kind : {FailureKind::login, FailureKind::handshake}) {
    const FailureCount& count = collected.failure_count(kind);
    if (count.unknown == 0) facts.refused[index_of(kind)] = count.wanted;
  }
}

/// How many senders and clients are listed: as --top says, all on a page, and as many as there is
/// room for on a screen.
SummaryRoom room_for(const Config& config, const SummaryFacts& facts, std::size_t senders,
                     std::size_t clients) {
  const bool screen = is_for_people(config.format) && !config.wide;
  if (config.top != 0) return {config.top, config.top};
  if (!screen) return {kDefaultTop, kDefaultTop};
  if (config.format == OutputFormat::html) return {senders, clients};
  return summary_room(config, facts, senders, clients);
}

}  // namespace

std::optional<Error> refuse_in_summary(const Config& config) {
  if (auto refused = refuse_of_failures(config)) return refused;
  if (!config.sort) return std::nullopt;
  return Error{tr("--sort: the order of summary is fixed; use tls or pivot")};
}

CollectSpec collect_summary(const Config& config) {
  const bool screen = config.format == OutputFormat::table && !config.wide;
  const bool accounts = config.selection.sender == SenderKind::account;
  return {.tally = tally_spec(sender_shape(), config),
          .clients = true,
          .before = tally_spec_of_period(config),
          .habits = screen && accounts && config.command == Command::summary,
          .habits_if_long = true};
}

void build_summary(const Config& config, const Accumulator& collected, Report& report) {
  Config all = config;
  all.top = 0;  // --top is for the list of senders, not for the sums.
  all.sort.reset();
  const PivotTable table(sender_shape(), all, collected.tally(), collected.coverage());
  SummaryFacts facts;
  const std::vector<SenderRow> old = old_senders(table, facts);
  if (table.row_count() == 0) warn_of_no_rows(config, report);
  PivotSums total;
  table.totals(total, nullptr);
  add_sums(table, total, collected, facts);
  if (collect_summary(config).habits) facts.unusual = unusual_line(config, collected, report);
  report.title = "smtptally";
  report.sections.push_back(figures(table, total, old.size(), collected));
  if (const auto before = summary_before(config, collected, report.covered)) {
    report.before = before->range;
    facts.before = before_line(*before, facts, report.range, config.zone);
    report.sections.push_back(before_section(*before, facts));
  }
  // Only where it is known who was refused, see figures().
  auto clients = collected.refused_clients().clients();
  if (!facts.refused[index_of(FailureKind::handshake)]) clients.clear();

  const bool screen = is_for_people(config.format) && !config.wide;
  // A page is no terminal: it has room, and nobody types on it.
  const bool page = config.format == OutputFormat::html;
  std::vector<Line> end;
  if (screen) {
    for (Section& section : summary_head(facts)) report.sections.push_back(std::move(section));
    if (!old.empty()) facts.first_old = table.row_text(old.front().row, 0);
    if (!page) end = summary_end(facts);
  }
  const SummaryRoom room = room_for(config, facts, old.size(), clients.size());
  if (room.clients == 0) clients.clear();
  if (!old.empty() || !screen) {
    report.sections.push_back(old_section(table, old, room.senders));
  }
  if (!clients.empty()) report.sections.push_back(refused_section(clients, room.clients));
  if (!end.empty()) report.sections.push_back(lines_section("next", std::move(end)));
}

}  // namespace smtptally
