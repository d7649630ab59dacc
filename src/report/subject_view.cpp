#include "report/subject_view.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "report/failures_view.hpp"
#include "report/subject_lists.hpp"
#include "report/subject_screen.hpp"
#include "report/warnings.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Refusal = std::pair<const RefusalCounts::Who, RefusalCounts::Count>;

/// Who is on the other side.
Dimension other_side(const Config& config) {
  return config.command == Command::sender ? Dimension::client : Dimension::sender;
}

void count_days(const PivotTable& hours, SubjectFacts& facts) {
  PivotSums sums;
  for (std::size_t i = 0; i < hours.row_count(); ++i) {
    const std::string_view text = hours.row_text(i, 0);  // "2026-11-01 14:00"
    const std::size_t blank = text.rfind(' ');
    hours.sums(i, sums, nullptr);
    const std::string_view day = text.substr(0, blank);
    if (facts.days.empty() || facts.days.back().day != day) {
      facts.days.push_back({std::string(day), 0, 0});
    }
    facts.days.back().messages += sums.cell.messages;
    facts.days.back().old += sums.old();
    const auto hour =
        static_cast<std::size_t>((text[blank + 1] - '0') * 10 + text[blank + 2] - '0');
    facts.hours[hour] += sums.cell.messages;
  }
}

std::vector<std::pair<std::string_view, std::uint64_t>> names_of(const PivotTable& table) {
  std::vector<std::pair<std::string_view, std::uint64_t>> names;
  PivotSums sums;
  for (std::size_t i = 0; i < table.row_count(); ++i) {
    table.sums(i, sums, nullptr);
    if (!table.row_text(i, 0).empty()) {
      names.emplace_back(table.row_text(i, 0), sums.cell.messages);
    }
  }
  return names;
}

EnvelopeFacts envelope_facts(const PivotTable& table) {
  EnvelopeFacts facts;
  std::set<std::string_view> all;
  std::set<std::string_view> foreign;
  PivotSums sums;
  for (std::size_t i = 0; i < table.row_count(); ++i) {
    const std::string_view address = table.row_text(i, 1);
    table.sums(i, sums, nullptr);
    const std::uint64_t messages = sums.cell.messages;
    const Value whose = own_or_foreign(table.row_text(i, 0), address);
    const auto* const word = std::get_if<std::string_view>(&whose);
    if (address == "<>") {
      facts.null_messages += messages;
    } else if (address.empty()) {
      facts.untold += messages;
    } else {
      all.insert(address);
      if (word == nullptr) facts.not_compared += messages;
    }
    if (word == nullptr || *word == "own") continue;
    foreign.insert(address);
    facts.foreign_messages += messages;
  }
  facts.addresses = all.size();
  facts.foreign = foreign.size();
  return facts;
}

/// Handshakes name no account: those of a sender are those of its clients.
std::vector<const Refusal*> refusals_of(const Config& config, const RefusalCounts& refusals,
                                        const std::set<std::string_view>& others) {
  std::vector<const Refusal*> wanted;
  for (const Refusal& refusal : refusals.counts()) {
    const bool by_client =
        config.command == Command::sender && refusal.first.kind == FailureKind::handshake;
    if (!by_client || others.contains(refusal.first.client)) wanted.push_back(&refusal);
  }
  return wanted;
}

RefusedFacts refused_facts(const Config& config, const Accumulator& collected,
                           const std::vector<const Refusal*>& refusals, FailureKind kind) {
  RefusedFacts facts;
  facts.unknown = collected.failure_count(kind).unknown;
  for (const Refusal* const refusal : refusals) {
    const auto& [who, count] = *refusal;
    if (who.kind != kind) continue;
    facts.known += count.refused;
    if (count.last <= facts.last) continue;
    facts.last = count.last;
    facts.whom = config.command == Command::sender ? who.client : who.account;
  }
  return facts;
}

/// Which names are like the one that is not there.
void warn_of_nobody(const Config& config, const Accumulator& collected, Report& report) {
  const std::uint64_t messages = report.coverage[CoverageItem::messages_filtered];
  if (messages == 0 || report.coverage[CoverageItem::messages_counted] > 0) return;
  const Selection& selection = config.selection;
  const bool filtered = !selection.conditions.empty() || !selection.domains.empty();
  const std::string& name = selection.subject->name;
  report.warnings.push_back(
      {.level = Warning::Level::problem,
       .text = filtered ? trs_format("no message of '{}' among {} messages with these filters",
                                     messages, visible(name), messages)
                        : trs_format("no message of '{}' among {} messages", messages,
                                     visible(name), messages),
       .advice = any_of_these(nearest_names(name, collected.other_names().names(), 3)),
       .count = 0,
       .of = messages});
}

}  // namespace

Value own_or_foreign(std::string_view account, std::string_view envelope_sender) {
  const bool comparable = account.find('@') != std::string_view::npos;
  if (!comparable || envelope_sender.empty() || envelope_sender == "<>") return {};
  return std::string_view(account == envelope_sender ? to_tr("own") : to_tr("foreign"));
}

std::optional<Error> refuse_in_subject(const Config& config) {
  if (auto refused = refuse_of_failures(config)) return refused;
  const std::string_view command = find_view(config.command).name;
  for (const Condition& c : config.selection.conditions) {
    if (find_dimension(c.field)) continue;
    return Error{tr_format("--where: {} is a sum, and {} is of a single one", c.field, command)};
  }
  if (!config.sort) return std::nullopt;
  return Error{tr_format("--sort: the order of {} is fixed; use pivot", command)};
}

CollectSpec collect_subject(const Config& config) {
  using enum Dimension;
  CollectSpec spec;
  spec.tally.dimensions = {hour, tls, cipher, other_side(config), mechanism, service};
  spec.tally.times = true;
  // Apart, since a mailing list has an address of its own for each message.
  TallySpec& envelopes = spec.more.emplace_back();
  envelopes.dimensions = {account, envelope_sender, tls};
  envelopes.times = true;
  spec.refusals = true;
  return spec;
}

void build_subject(const Config& config, const Accumulator& collected, Report& report) {
  using enum Dimension;
  const bool screen = config.format == OutputFormat::table && !config.wide;
  constexpr std::size_t kMostOnScreen = 20;
  const std::size_t top = config.top == 0 && screen ? kMostOnScreen : config.top;
  const auto table = [&](std::vector<Dimension> rows, std::size_t most = 0) {
    return subject_table(config, collected.tally(), report.coverage, std::move(rows), most);
  };
  const PivotTable others = table({other_side(config)});
  const PivotTable main = table({other_side(config), mechanism, tls}, top);
  const PivotTable classes = table({tls});
  const PivotTable ciphers = table({cipher});
  const PivotTable services = table({service});
  const PivotTable envelopes = subject_table(config, collected.tally_of_more(0), report.coverage,
                                             {account, envelope_sender});
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < others.row_count(); ++i) names.insert(others.row_text(i, 0));
  const auto refusals = refusals_of(config, collected.refusals(), names);

  SubjectFacts facts;
  others.totals(facts.total, nullptr);
  facts.without_size = report.coverage[CoverageItem::messages_without_size];
  count_days(table({hour}), facts);
  facts.others = others.row_count();
  facts.envelopes = envelope_facts(envelopes);
  facts.logins = refused_facts(config, collected, refusals, FailureKind::login);
  facts.handshakes = refused_facts(config, collected, refusals, FailureKind::handshake);
  facts.ciphers = names_of(ciphers);
  facts.services = names_of(services);

  report.title = config.selection.subject->name;
  warn_of_nobody(config, collected, report);
  const bool empty = others.row_count() == 0;
  if (empty) warn_of_no_rows(config, report);
  auto& sections = report.sections;
  if (screen) {
    for (Section& section : subject_head(config, report, facts)) {
      sections.push_back(std::move(section));
    }
    if (!empty) sections.push_back(subject_tls(classes));
    if (!empty) sections.push_back(subject_main(config, main, true));
    sections.push_back(subject_end(config, report, facts));
    return;
  }
  const auto add = [&](std::string_view title, Section section) {
    section.title = title;  // Of --wide.
    sections.push_back(std::move(section));
  };
  add("", subject_main(config, main, false));
  add(tr("Sums"), subject_sums(config, facts));
  add(tr("Days"), subject_days(facts));
  add(tr("Hours of the day"), subject_hours(facts));
  add("TLS", subject_tls(classes));
  add(tr("Ciphers"), subject_list("ciphers", ciphers));
  add(tr("Services"), subject_list("services", services));
  add(tr("Envelope senders"), subject_envelopes(envelopes));
  add(tr("Refused logins and handshakes"), subject_refused(refusals));
}

}  // namespace smtptally
