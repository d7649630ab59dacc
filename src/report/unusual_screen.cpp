// `unusual` on a screen: each sender with its sentences.

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "report/fixed_rows.hpp"
#include "report/section_parts.hpp"
#include "report/unusual_sections.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Mark = Line::Mark;

constexpr std::size_t kTopClients = 5;
constexpr std::size_t kTopNames = 5;

std::uint64_t days_before(const UnusualFacts& facts) {
  return static_cast<std::uint64_t>(std::max(facts.periods.base_days(), 0));
}

Section account_lines(const UnusualAccount& account, const UnusualFacts& facts,
                      const SentenceClock& clock) {
  std::vector<Line> lines;
  lines.push_back({Mark::alarm,
                   fmt::format("{} {}   {}", account.is_high() ? "!!" : "! ", visible(account.name),
                               tr_format("score {}", std::llround(account.score())))});
  for (const Sign& finding : account.findings) {
    lines.push_back({Mark::plain, "     " + sentence(finding, facts.periods, clock), 7});
  }
  if (!account.has_baseline) {
    lines.push_back({Mark::dim, "     " + std::string(tr("it has no baseline")), 7});
  }
  return lines_section("sender", std::move(lines));
}

Section refused_clients(const UnusualFacts& facts, std::size_t top, const SentenceClock& clock) {
  Section section;
  section.name = "refused_clients";
  section.noun = "client";
  section.columns = {{"client", tr("Clients with most refused logins"), ColumnKind::text},
                     {"refused", tr("Refused"), ColumnKind::number},
                     {"accounts", tr("Accounts"), ColumnKind::number},
                     // TRANSLATORS: headings: did a login work then? A time or "no".
                     {"let_in", tr("Then let in?"), ColumnKind::text},
                     // TRANSLATORS: a heading behind "Then let in?": as which account.
                     {"let_in_as", tr("As"), ColumnKind::text}};
  section.columns[0].look = section.columns[3].look = Look::exact;
  section.columns[4].look = Look::sender;
  for (Column& column : section.columns) column.worth = 9;
  section.columns[2].worth = 5;
  auto rows = std::make_unique<FixedRows>();
  const std::vector<RefusedLogins>& clients = facts.found.refused;
  for (std::size_t i = 0; i < std::min(top, clients.size()); ++i) {
    const RefusedLogins& client = clients[i];
    rows->add({client.client, client.refused, Distinct{client.accounts, client.more},
               client.let_in ? rows->keep(clock.minute(*client.let_in))
                             : std::string_view(trc("then let in?", "no")),
               client.let_in_as});
  }
  add_other_clients(clients, top, *rows, section);
  section.rows = std::move(rows);
  return section;
}

std::string names_of(const std::vector<WithoutBaseline>& senders) {
  std::string names;
  const std::size_t shown = std::min(kTopNames, senders.size());
  for (std::size_t i = 0; i < shown; ++i) {
    names += fmt::format("{}{}", i == 0 ? "" : tr(", "), visible(senders[i].name));
  }
  if (shown < senders.size()) names += tr(", ") + more_names(senders.size() - shown);
  return names;
}

std::vector<Line> last_lines(const UnusualFacts& facts, std::size_t left_out) {
  const Unusual& found = facts.found;
  std::vector<Line> lines;
  if (left_out > 0) {
    lines.push_back(
        {Mark::alarm, trn_count("{} sender more unusual.", "{} senders more unusual.", left_out)});
  }
  if (found.as_before > 0) {
    lines.push_back(
        {Mark::plain, trn_count("{} sender as before.", "{} senders as before.", found.as_before)});
  }
  if (found.excepted > 0) {
    lines.push_back({Mark::dim, trn_count("{} sender unusual, but excepted.",
                                          "{} senders unusual, but excepted.", found.excepted)});
  }
  if (!found.unknown.empty()) {
    lines.push_back(
        {Mark::dim,
         trn_format("{} sender without a baseline, so that only limits apply: {}",
                    "{} senders without a baseline, so that only limits apply: {}",
                    found.unknown.size(), grouped(found.unknown.size()), names_of(found.unknown))});
  }
  return lines;
}

}  // namespace

std::vector<Section> unusual_screen(const Config& config, const UnusualFacts& facts,
                                    const SentenceClock& clock) {
  std::vector<Section> sections;
  const std::vector<UnusualAccount>& accounts = facts.found.accounts;
  const std::size_t shown =
      config.top == 0 ? accounts.size() : std::min(config.top, accounts.size());
  std::vector<Line> head{{Mark::dim, trn_count("compared with the {} day before; signs, not proof",
                                               "compared with the {} days before; signs, not proof",
                                               days_before(facts))}};
  if (accounts.empty()) head.push_back({Mark::plain, tr("nobody is unusual")});
  sections.push_back(lines_section("compared", std::move(head)));
  for (std::size_t i = 0; i < shown; ++i) {
    sections.push_back(account_lines(accounts[i], facts, clock));
  }
  if (!facts.found.refused.empty()) {
    sections.push_back(refused_clients(facts, config.top == 0 ? kTopClients : config.top, clock));
  }
  sections.push_back(lines_section("others", last_lines(facts, accounts.size() - shown)));
  return sections;
}

}  // namespace smtptally
