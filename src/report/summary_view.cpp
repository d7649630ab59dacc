#include "report/summary_view.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "report/failures_view.hpp"
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
  const std::uint64_t old = old_messages(by_class);
  rows->add({std::string_view("messages_old_tls"), old, Share{old, messages}});
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    const std::uint64_t count = by_class[c].cell.messages;
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

/// Who seems to be refused since old TLS was switched off.
Section refused_section(const std::vector<RefusedClients::Client>& clients, std::size_t top) {
  constexpr std::size_t kMostNames = 5;
  Section section;
  section.name = "refused_tls_version";
  section.title = "Clients refused for their TLS version";
  section.columns = {{"client", "Client", ColumnKind::text},
                     {"refused", "Refused", ColumnKind::number},
                     {"last", "Last", ColumnKind::time},
                     {"seen_as", "Seen as (estimated)", ColumnKind::text, true}};
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
      names += ", and " + std::to_string(client.seen_as.size() - shown) + " more";
    }
    Value seen_as;
    if (!names.empty()) seen_as = rows->keep(std::move(names));
    rows->add({client.client, client.refused, Instant{client.last}, seen_as});
  }
  if (top < clients.size()) {
    std::uint64_t rest = 0;
    for (std::size_t i = top; i < clients.size(); ++i) rest += clients[i].refused;
    const std::string label = "(others: " + std::to_string(clients.size() - top) + " rows)";
    section.others = {rows->keep(label), rest, std::monostate{}, std::monostate{}};
  }
  section.rows = std::move(rows);
  return section;
}

}  // namespace

std::optional<Error> refuse_in_summary(const Config& config) {
  if (const auto refused = refuse_of_failures(config)) return refused;
  if (!config.sort) return std::nullopt;
  return Error{"--sort: the order of summary is fixed; use tls or pivot"};
}

CollectSpec collect_summary(const Config& config) {
  return {.tally = tally_spec(sender_shape(), config), .clients = true};
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
  report.sections.push_back(figures(table, total, by_class, old.size(), collected));
  const std::size_t top = config.top == 0 ? kDefaultTop : config.top;
  report.sections.push_back(old_section(table, std::move(old), top));
  // Only where it is known who was refused, see figures().
  const auto clients = collected.refused_clients().clients();
  if (!clients.empty() && collected.failure_count(FailureKind::handshake).unknown == 0) {
    report.sections.push_back(refused_section(clients, top));
  }
}

}  // namespace smtptally
