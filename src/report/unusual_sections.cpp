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

namespace smtptally {
namespace {

Instant instant(Seconds at) { return {Micros{at} * kMicrosPerSecond}; }

std::uint64_t rounded(double score) { return static_cast<std::uint64_t>(std::llround(score)); }

}  // namespace

Section finding_rows(const Config& config, const UnusualFacts& facts) {
  Section section;
  section.name = "rows";
  section.noun = "finding";
  section.columns = {{"sender", "Sender", ColumnKind::text},
                     {"domain", "Domain", ColumnKind::text},
                     {"level", "Level", ColumnKind::text},
                     {"score", "Score", ColumnKind::number},
                     {"signal", "Signal", ColumnKind::text},
                     {"since", "Since", ColumnKind::time},
                     {"observed", "Observed", ColumnKind::number},
                     {"expected", "Expected", ColumnKind::number},
                     {"explanation", "Explanation", ColumnKind::text}};
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
    section.note = fmt::format("--top leaves out {} unusual senders", accounts.size() - shown);
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
  section.columns = {
      {"client", "Client", ColumnKind::text},       {"refused", "Refused", ColumnKind::number},
      {"accounts", "Accounts", ColumnKind::number}, {"last", "Last", ColumnKind::time},
      {"let_in", "Then let in?", ColumnKind::time}, {"let_in_as", "As", ColumnKind::text}};
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
  section.columns = {{"sender", "Sender", ColumnKind::text},
                     {"messages", "Messages", ColumnKind::number},
                     {"days_before", "Days before", ColumnKind::number},
                     {"messages_before", "Messages before", ColumnKind::number}};
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
  section.columns = {{"days", "Days", ColumnKind::number},
                     {"days_before", "Days before", ColumnKind::number},
                     {"senders", "Senders", ColumnKind::number},
                     {"unusual", "Unusual", ColumnKind::number},
                     {"as_before", "As before", ColumnKind::number},
                     {"without_baseline", "Without baseline", ColumnKind::number},
                     {"excepted", "Excepted", ColumnKind::number}};
  rows->add({days(facts.periods.look_days()), days(facts.periods.base_days()), facts.found.senders,
             std::uint64_t{facts.found.accounts.size()}, facts.found.as_before,
             std::uint64_t{facts.found.unknown.size()}, facts.found.excepted});
  section.rows = std::move(rows);
  return section;
}

}  // namespace smtptally
