#include "report/warnings.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "report/findings.hpp"
#include "report/screen_clock.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Level = Warning::Level;

/// "in 2026-11-21 … 2026-11-28" where it is made of whole days.
std::string range_text(const TimeRange& range, const Zone& zone) {
  const bool open_since = range.since == kBeginningOfTime;
  const bool open_until = range.until == kEndOfTime;
  const bool days = (open_since || is_midnight(range.since, zone)) &&
                    (open_until || is_midnight(range.until, zone));
  const auto text = [&](Micros time) { return minute_text(time, zone).substr(0, days ? 10 : 16); };
  if (open_since) return tr_format("before {}", text(range.until));
  if (open_until) return tr_format("from {} on", text(range.since));
  const std::string first = text(range.since);
  const std::string last = text(days ? range.until - 1 : range.until);
  return first == last ? tr_format("in {}", first) : tr_format("in {} … {}", first, last);
}

void nothing_in_range(const Facts& facts, std::vector<Warning>& out) {
  if (facts.config.failures) return;  // It is not about messages.
  const TimeRange& range = facts.config.selection.range;
  const Coverage& coverage = facts.coverage;
  const std::uint64_t messages = coverage[CoverageItem::messages_accepted];
  const bool partly = coverage[CoverageItem::bytes_skipped] > 0;
  if (range == TimeRange{} || messages > coverage[CoverageItem::messages_outside_range] ||
      !facts.covered || (messages == 0 && !partly)) {
    return;
  }
  const Zone& zone = facts.config.zone;
  const std::string when = range_text(range, zone);
  const std::string first = minute_text(facts.covered->since, zone);
  const std::string last = minute_text(facts.covered->until, zone);
  out.push_back(
      {.level = Level::problem,
       .text = partly  // Of what was not read, nobody knows.
                       // TRANSLATORS: {0} is "before 2026-11-21" or "in 2026-11-21 … 2026-11-28".
                   ? tr_format("no message {0}; the log covers {1} – {2}", when, first, last)
                   : trs_format("no message {0}; the log covers {1} – {2}, {3} messages", messages,
                                when, first, last, messages),
       .count = 0,
       .of = messages});
}

void journal_is_empty(const Facts& facts, std::vector<Warning>& out) {
  if (!facts.config.journal || facts.coverage[CoverageItem::lines] > 0) return;
  const Zone& zone = facts.config.zone;
  const TimeRange& range = facts.config.selection.range;
  std::string text = range == TimeRange{} ? std::string(tr("the journal has no entry of mail"))
                                          : tr_format("the journal has no entry of mail {}",
                                                      range_text(range, zone));
  if (facts.covered) {
    text = tr_format("{}; its last one is of {}", text, minute_text(facts.covered->until, zone));
  }
  out.push_back({.level = Level::problem, .text = std::move(text), .count = 0});
}

void nothing_left(const Facts& facts, std::vector<Warning>& out) {
  if (facts.config.failures) return;
  const Coverage& coverage = facts.coverage;
  const std::uint64_t in_range =
      coverage[CoverageItem::messages_accepted] - coverage[CoverageItem::messages_outside_range];
  const std::uint64_t out_of_scope = coverage[CoverageItem::messages_out_of_scope];
  const std::uint64_t filtered = coverage[CoverageItem::messages_filtered];
  if (in_range == 0 || coverage[CoverageItem::messages_counted] > 0) return;
  if (filtered > 0 && facts.config.selection.subject) return;  // See warn_of_nobody().
  if (filtered > 0) {
    out.push_back(
        {.level = Level::problem,
         .text = trs_format("--domain and --where leave none of {} messages", filtered, filtered),
         .count = 0,
         .of = filtered});
    return;
  }
  const bool only = facts.config.selection.auth == AuthScope::only;
  out.push_back({.level = Level::note,
                 .text = only ? trs_format("none of {} messages was sent with a login",
                                           out_of_scope, out_of_scope)
                              : trs_format("none of {} messages was sent without a login",
                                           out_of_scope, out_of_scope),
                 .advice = only ? tr("--auth any counts them") : tr("leave out --auth none"),
                 .count = 0,
                 .of = out_of_scope});
}

/// In the order in which they are said.
constexpr std::array kKinds{&nothing_in_range, &journal_is_empty, &nothing_left};

}  // namespace

void warn_of_no_rows(const Config& config, Report& report) {
  const std::uint64_t messages = report.coverage[CoverageItem::messages_counted];
  if (config.selection.conditions.empty() || messages == 0) return;
  report.warnings.push_back(
      {.level = Level::problem,
       .text = trs_format("--where leaves none of {} messages", messages, messages),
       .count = 0,
       .of = messages});
}

std::vector<Warning> find_warnings(const Facts& facts) {
  std::vector<Warning> warnings = say_findings({facts.coverage, facts.inputs});
  for (const auto& find : kKinds) find(facts, warnings);
  return warnings;
}

}  // namespace smtptally
