#include "report/compare_view.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "report/changes_view.hpp"
#include "report/fixed_rows.hpp"
#include "report/presets.hpp"
#include "text/ascii.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Those that the rows show.
constexpr std::array<TlsClass, 4> kVersions{TlsClass::tls1_0, TlsClass::tls1_1, TlsClass::tls1_2,
                                            TlsClass::tls1_3};

struct Both {
  std::string address;
  bool in_report = false;
  bool in_log = false;
  ReportedSender reported;
  std::uint64_t messages = 0;
  std::array<std::uint64_t, kTlsClassNames.size()> tls{};
};

/// Whether so many messages would be reported in that way.
bool agrees(const ReportedCount& reported, std::uint64_t messages) {
  const double ours = static_cast<double>(messages);
  return std::abs(ours - reported.messages) <= reported.slack + 1e-9 * std::max(ours, 1.0);
}

/// The share of a class as the report printed it, or would.
std::string printed_share(const ReportedSender& sender, TlsClass tls) {
  const auto& reported = sender.tls[index_of(tls)];
  if (!reported) return {};
  const double whole = static_cast<double>(sender.messages);
  const double share = sender.messages == 0 ? 0 : 100 * reported->messages / whole;
  return fmt::format("{:.{}f}", share, reported->decimals);
}

/// What differs, in words; empty if nothing does.
std::string_view verdict_on(const Both& both) {
  if (!both.in_log) return tr("only in the report");
  if (!both.in_report) return tr("only in the logs");
  if (both.messages != both.reported.messages) return tr("messages differ");
  for (std::size_t i = 0; i < both.tls.size(); ++i) {
    // Either may not know the version of what the other knows.
    if (i == index_of(TlsClass::unknown)) continue;
    const auto& reported = both.reported.tls[i];
    if (reported && !agrees(*reported, both.tls[i])) return tr("TLS differs");
  }
  return {};
}

std::map<std::string, Both> join(const std::vector<ReportedSender>& compared,
                                 const PivotTable& table) {
  std::map<std::string, Both> senders;
  for (const ReportedSender& reported : compared) {
    Both& both = senders[ascii_lower(reported.address)];
    both.address = reported.address;
    both.in_report = true;
    both.reported = reported;
  }
  PivotSums total;
  std::vector<PivotSums> by_class;
  for (std::size_t i = 0; i < table.row_count(); ++i) {
    table.sums(i, total, &by_class);
    const std::string address(table.row_text(i, 0));
    Both& both = senders[ascii_lower(address)];
    if (both.address.empty()) both.address = address;
    both.in_log = true;
    both.messages += total.cell.messages;
    for (std::size_t tls = 0; tls < both.tls.size(); ++tls) {
      both.tls[tls] += by_class[tls].cell.messages;
    }
  }
  return senders;
}

}  // namespace

std::optional<Error> refuse_in_compare(const Config& config) {
  if (config.selection.before) return refuse_in_changes(config);
  if (config.sort) return Error{tr("--sort: the order of compare is fixed")};
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    if (!dimension || *dimension == Dimension::tls || is_only_of_failures(*dimension)) {
      return Error{tr_format("--where: compare can not choose by {}", c.field)};
    }
  }
  return std::nullopt;
}

CollectSpec collect_compare(const Config& config) {
  if (config.selection.before) return collect_changes(config);
  return {.tally = tally_spec(shape_of(*find_preset("tls")), config)};
}

void build_compare(const Config& config, const Accumulator& collected, Report& report) {
  if (config.selection.before) return build_changes(config, collected, report);
  Config all = config;
  all.top = 0;
  const PivotTable table(shape_of(*find_preset("tls")), all, collected.tally(),
                         collected.coverage());
  std::vector<Both> different;
  for (auto& [key, both] : join(report.compared, table)) {
    if (!verdict_on(both).empty()) different.push_back(both);
  }
  std::stable_sort(different.begin(), different.end(), [](const Both& a, const Both& b) {
    return std::max(a.messages, a.reported.messages) > std::max(b.messages, b.reported.messages);
  });
  if (config.top != 0 && config.top < different.size()) different.resize(config.top);

  Section section;
  section.name = "rows";
  section.columns = {{"sender", tr("Sender"), ColumnKind::text},
                     {"finding", tr("Finding"), ColumnKind::text},
                     {"report_messages", tr("Report"), ColumnKind::number},
                     {"messages", tr("Logs"), ColumnKind::number}};
  for (const TlsClass c : kVersions) {
    const std::string name(kTlsClassNames[index_of(c)]);
    section.columns.push_back(
        {"report_" + name + "_pct", tr_format("Report {}", name), ColumnKind::text});
    section.columns.push_back({name + "_pct", "%", ColumnKind::share});
  }
  auto rows = std::make_unique<FixedRows>();
  for (const Both& both : different) {
    std::vector<Value> cells{rows->keep(both.address), verdict_on(both)};
    cells.push_back(both.in_report ? Value{both.reported.messages} : Value{});
    cells.push_back(both.in_log ? Value{both.messages} : Value{});
    for (const TlsClass tls : kVersions) {
      cells.emplace_back(rows->keep(printed_share(both.reported, tls)));
      cells.push_back(both.in_log ? Value{Share{both.tls[index_of(tls)], both.messages}} : Value{});
    }
    rows->add(std::move(cells));
  }
  report.title = tr("Logs compared with an exported report");
  section.columns[0].look = Look::sender;
  section.columns[0].worth = 9;
  section.columns[1].worth = 9;
  section.rows = std::move(rows);
  report.sections.push_back(std::move(section));
}

}  // namespace smtptally
