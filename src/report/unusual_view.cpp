#include "report/unusual_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "pivot/sender_habits.hpp"
#include "report/failures_view.hpp"
#include "report/section_parts.hpp"
#include "report/unusual_sections.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

ClassOfWay class_by(const Coverage& coverage) {
  return [&coverage](const SenderHabits::Way& way) {
    const bool asks = asks_service(way.tls);
    return classify(way.tls, asks ? coverage.plain_proof(way.host, way.service) : PlainProof());
  };
}

/// Requires report.covered.
UnusualFacts facts_of(const Config& config, const TimeRange& asked, const Accumulator& collected,
                      const Report& report, Exceptions& exceptions) {
  TimeRange covered = *report.covered;
  covered.since = std::max(covered.since, config.selection.range.since);
  UnusualFacts facts;
  facts.periods = periods_of(asked, covered, config.unusual.baseline_days, config.zone);
  facts.found = find_unusual(collected.habits(), facts.periods, config.unusual,
                             class_by(collected.coverage()), exceptions);
  return facts;
}

/// The same where the range of the run is the whole of what is compared; nothing where it is short.
std::optional<UnusualFacts> facts_for_others(const Config& config, const Accumulator& collected,
                                             const Report& report) {
  if (!report.covered || !collected.has_habits()) return std::nullopt;
  Exceptions none;
  UnusualFacts facts =
      facts_of(config, {kBeginningOfTime, config.selection.range.until}, collected, report, none);
  if (facts.periods.base_days() < kBaselineDays) return std::nullopt;
  return facts;
}

void warn(const Config& config, const UnusualFacts& facts, const Exceptions& exceptions,
          Report& report) {
  const std::int32_t days = std::max(facts.periods.base_days(), 0);
  if (facts.found.senders > 0 && days < kBaselineDays) {
    report.warnings.push_back(
        {.level = Warning::Level::warning,
         .text = trn_count("the log has only {} day before the looked-at part: no sender has a "
                           "baseline, and only fixed limits apply",
                           "the log has only {} days before the looked-at part: no sender has a "
                           "baseline, and only fixed limits apply",
                           static_cast<std::uint64_t>(days)),
         .count = static_cast<std::uint64_t>(days),
         .of = static_cast<std::uint64_t>(kBaselineDays)});
  }
  for (const Exceptions::Unmatched& line : exceptions.unmatched()) {
    report.warnings.push_back(
        {.level = Warning::Level::warning,
         .text = tr_format("{}: line {}: nothing in the log is '{}'",
                           visible(config.unusual.except_file), line.line,
                           config.anonymize.empty() ? visible(line.text) : "…")});
  }
}

bool fails(const UnusualOptions& options, const Unusual& found) {
  if (options.fail_on == FailOn::never) return false;
  if (options.fail_on == FailOn::low) return !found.accounts.empty();
  return std::any_of(found.accounts.begin(), found.accounts.end(),
                     [](const UnusualAccount& account) { return account.is_high(); });
}

void add_tables(const Config& config, const UnusualFacts& facts, std::vector<Section>& sections) {
  const auto add = [&](std::string_view title, Section section) {
    section.title = title;
    sections.push_back(std::move(section));
  };
  add(tr("Findings"), finding_rows(config, facts));
  add(tr("Clients with most refused logins"), refused_clients_section(facts, config.top));
  add(tr("Senders without a baseline"), without_baseline_section(facts));
  add(tr("Compared"), baseline_section(facts));
}

}  // namespace

std::optional<Error> refuse_in_unusual(const Config& config) {
  if (auto refused = refuse_of_failures(config)) return refused;
  if (config.sort) return Error{tr("--sort: the order of unusual is fixed: by level and score")};
  if (config.selection.sender == SenderKind::envelope) {
    return Error{tr("--sender envelope: unusual is about accounts")};
  }
  if (config.selection.auth == AuthScope::none) {
    return Error{tr("--auth none: unusual is about accounts")};
  }
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    if (dimension && *dimension != Dimension::tls) continue;
    return Error{
        tr_format("--where: unusual can not choose by {}, because it compares all "
                  "messages of a sender",
                  c.field)};
  }
  return std::nullopt;
}

CollectSpec collect_unusual(const Config& config) {
  (void)config;
  CollectSpec spec;
  spec.habits = true;
  return spec;
}

void build_unusual(const Config& config, const Accumulator& collected, Report& report) {
  const bool whole = config.looked_at == TimeRange{};
  report.title = whole ? tr("Unusual in the last 7 days") : tr("Unusual senders");
  Exceptions exceptions;
  // The text was tried when it was read.
  if (auto parsed = Exceptions::parse(config.unusual.exceptions)) exceptions = parsed.value();
  exceptions.ask_by(config.selection.pseudonyms);
  UnusualFacts facts;
  if (report.covered) {
    facts = facts_of(config, config.looked_at, collected, report, exceptions);
    report.range.since = Micros{facts.periods.look_since} * kMicrosPerSecond;
  }
  warn(config, facts, exceptions, report);
  report.findings = fails(config.unusual, facts.found);
  if (config.format != OutputFormat::table || config.wide) {
    add_tables(config, facts, report.sections);
    return;
  }
  const ScreenClock screen(report);
  for (Section& section : unusual_screen(config, facts, SentenceClock(config.zone, screen))) {
    report.sections.push_back(std::move(section));
  }
}

std::vector<Section> unusual_sections(const Config& config, const Accumulator& collected,
                                      const Report& report) {
  const auto facts = facts_for_others(config, collected, report);
  if (!facts) return {};
  std::vector<Section> sections;
  Section section = finding_rows(config, *facts);
  if (config.format == OutputFormat::table && section.rows->size() == 0) return {};
  section.name = "unusual";
  section.title = tr("Senders that do not behave as before");
  sections.push_back(std::move(section));
  return sections;
}

std::string unusual_line(const Config& config, const Accumulator& collected, const Report& report) {
  const auto facts = facts_for_others(config, collected, report);
  if (!facts || facts->found.accounts.empty()) return {};
  const std::vector<UnusualAccount>& accounts = facts->found.accounts;
  return trn_format(
      "{0} sender does not behave as before: {1}, score {2}; see smtptally unusual …",
      "{0} senders do not behave as before: first {1}, score {2}; see smtptally unusual …",
      accounts.size(), grouped(accounts.size()), visible(accounts.front().name),
      std::llround(accounts.front().score()));
}

}  // namespace smtptally
