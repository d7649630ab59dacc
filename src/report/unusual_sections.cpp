// The tables of `unusual`, as every format but the screen has them.

#include "report/unusual_sections.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "pivot/message_text.hpp"
#include "report/fixed_rows.hpp"
#include "report/section_parts.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

Instant instant(Seconds at) { return {Micros{at} * kMicrosPerSecond}; }

std::uint64_t rounded(double score) { return static_cast<std::uint64_t>(std::llround(score)); }

}  // namespace

Section finding_rows(const Config& config, const UnusualFacts& facts) {
  Section section;
  section.name = "rows";
  section.noun = "finding";
  section.columns = {{"sender", tr("Sender"), ColumnKind::text},
                     {"domain", tr("Domain"), ColumnKind::text},
                     {"level", tr("Level"), ColumnKind::text},
                     {"score", tr("Score"), ColumnKind::number},
                     // TRANSLATORS: a heading: which sign of unusual behaviour it is.
                     {"signal", tr("Signal"), ColumnKind::text},
                     {"since", tr("Since"), ColumnKind::time},
                     {"observed", tr("Observed"), ColumnKind::number},
                     {"expected", tr("Expected"), ColumnKind::number},
                     {"explanation", tr("Explanation"), ColumnKind::text}};
  section.columns[0].look = Look::sender;
  auto rows = std::make_unique<FixedRows>();
  const SentenceClock clock(config.zone);
  const std::vector<UnusualAccount>& accounts = facts.found.accounts;
  const std::size_t shown =
      config.top == 0 ? accounts.size() : std::min(config.top, accounts.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const UnusualAccount& account = accounts[i];
    for (const Sign& finding : account.findings) {
      rows->add({account.name, domain_of(account.name),
                 std::string_view(account.is_high() ? "high" : "low"), rounded(account.score()),
                 kSignalNames[index_of(finding.signal)], instant(finding.since), finding.observed,
                 finding.expected, rows->keep(sentence(finding, facts.periods, clock))});
    }
  }
  if (shown < accounts.size()) {
    const std::uint64_t left = accounts.size() - shown;
    section.note = trn_format("--top leaves out {} unusual sender",
                              "--top leaves out {} unusual senders", left, left);
  }
  section.rows = std::move(rows);
  return section;
}

void add_other_clients(const std::vector<RefusedLogins>& clients, std::size_t shown,
                       FixedRows& rows, Section& section) {
  if (shown >= clients.size()) return;
  std::uint64_t refused = 0;
  for (std::size_t i = shown; i < clients.size(); ++i) refused += clients[i].refused;
  section.left_out = clients.size() - shown;
  section.others.assign(section.columns.size(), std::monostate{});
  section.others[0] = rows.keep(others_label(section.left_out));
  section.others[1] = refused;
}

Section refused_clients_section(const UnusualFacts& facts, std::size_t top) {
  Section section;
  section.name = "refused_clients";
  section.noun = "client";
  section.columns = {{"client", tr("Client"), ColumnKind::text},
                     {"refused", tr("Refused"), ColumnKind::number},
                     {"accounts", tr("Accounts"), ColumnKind::number},
                     {"last", tr("Last"), ColumnKind::time},
                     {"let_in", tr("Then let in?"), ColumnKind::time},
                     {"let_in_as", tr("As"), ColumnKind::text}};
  section.columns[0].look = Look::exact;
  section.columns[5].look = Look::sender;
  for (Column& column : section.columns) column.worth = 8;
  section.columns[0].worth = 9;
  section.columns[3].worth = 4;
  auto rows = std::make_unique<FixedRows>();
  const std::vector<RefusedLogins>& clients = facts.found.refused;
  const std::size_t shown = top == 0 ? clients.size() : std::min(top, clients.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const RefusedLogins& client = clients[i];
    Value accounts = client.accounts;
    if (client.more) accounts = Distinct{client.accounts, true};
    Value let_in;
    Value as;
    if (client.let_in) {
      let_in = instant(*client.let_in);
      as = client.let_in_as;
    }
    rows->add({client.client, client.refused, accounts, instant(client.last), let_in, as});
  }
  add_other_clients(clients, shown, *rows, section);
  section.rows = std::move(rows);
  return section;
}

Section without_baseline_section(const UnusualFacts& facts) {
  Section section;
  section.name = "without_baseline";
  section.noun = "sender";
  section.columns = {{"sender", tr("Sender"), ColumnKind::text},
                     {"messages", tr("Messages"), ColumnKind::number},
                     {"days_before", tr("Days before"), ColumnKind::number},
                     {"messages_before", tr("Messages before"), ColumnKind::number}};
  section.columns[0].look = Look::sender;
  auto rows = std::make_unique<FixedRows>();
  for (const WithoutBaseline& sender : facts.found.unknown) {
    rows->add({sender.name, sender.messages, sender.active_days, sender.messages_before});
  }
  section.rows = std::move(rows);
  return section;
}

Section baseline_section(const UnusualFacts& facts) {
  Section section;
  section.name = "baseline";
  auto rows = std::make_unique<FixedRows>();
  const auto days = [](std::int32_t count) {
    return static_cast<std::uint64_t>(std::max(count, 0));
  };
  section.columns = {{"days", tr("Days"), ColumnKind::number},
                     {"days_before", tr("Days before"), ColumnKind::number},
                     {"senders", tr("Senders"), ColumnKind::number},
                     {"unusual", tr("Unusual"), ColumnKind::number},
                     {"as_before", tr("As before"), ColumnKind::number},
                     {"without_baseline", tr("Without baseline"), ColumnKind::number},
                     {"excepted", tr("Excepted"), ColumnKind::number}};
  rows->add({days(facts.periods.look_days()), days(facts.periods.base_days()), facts.found.senders,
             std::uint64_t{facts.found.accounts.size()}, facts.found.as_before,
             std::uint64_t{facts.found.unknown.size()}, facts.found.excepted});
  section.rows = std::move(rows);
  return section;
}

}  // namespace smtptally
