#include "report/report_view.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/check_view.hpp"
#include "report/failures_pivot.hpp"
#include "report/failures_view.hpp"
#include "report/pivot_view.hpp"
#include "report/presets.hpp"
#include "report/report_details.hpp"
#include "report/summary_view.hpp"
#include "report/unusual_view.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kTopOfScreen = 20;

// In CollectSpec::more.
constexpr std::size_t kByClient = 0;
constexpr std::size_t kByDay = 1;

/// Of one section: its own order, and no more rows than people read on a screen.
Config part_of(const Config& config, std::string_view preset) {
  Config part = config;
  part.command = Command::pivot;
  part.preset = preset;
  part.sort.reset();
  if (part.top == 0 && part.format == OutputFormat::table && !part.wide) part.top = kTopOfScreen;
  return part;
}

PivotShape volume_shape(const Config& config) {
  Config part = part_of(config, "volume");
  part.chart = true;  // Clients at every width: other sections count them, too.
  PivotShape shape = shape_of(part);
  shape.chart = Chart::none;  // Days of senders are details.
  return shape;
}

/// Senders, their clients and mechanisms, with classes and times.
TallySpec by_client() {
  TallySpec spec;
  spec.dimensions = {Dimension::sender, Dimension::client, Dimension::mechanism, Dimension::tls};
  spec.times = true;
  spec.clients = true;
  return spec;
}

Section named(Section section, std::string_view name, std::string_view title) {
  section.name = name;
  section.title = title;
  return section;
}

/// What another view makes of the same run.
template <class Build>
std::vector<Section> sections_of(const Config& config, const Accumulator& collected, Report& report,
                                 Build build) {
  Report inner;
  inner.range = report.range;
  inner.covered = report.covered;
  inner.zone = report.zone;
  inner.coverage = report.coverage;
  inner.inputs = report.inputs;
  inner.warnings = report.warnings;
  build(config, collected, inner);
  report.warnings = std::move(inner.warnings);
  if (inner.before) report.before = inner.before;
  return std::move(inner.sections);
}

/// Figures, verdict, mix, senders with old TLS, clients that are refused for their version.
std::vector<Section> summary_of(const Config& config, const Accumulator& collected,
                                Report& report) {
  Config part = part_of(config, "");
  if (part.top == 0) part.top = std::numeric_limits<std::size_t>::max();
  std::vector<Section> sections = sections_of(part, collected, report, &build_summary);
  std::erase_if(sections, [](const Section& section) { return section.name == "next"; });
  for (Section& section : sections) {
    if (section.name == "rows") section.name = "figures";
    if (section.name == "old_tls") {
      section.title = tr("Senders with old TLS");
      section.columns.front().heading = tr("Sender");
    }
    if (section.name == "refused_tls_version") {
      section.title = tr("Clients refused for their TLS version");
      section.columns.front().heading = tr("Client");
    }
  }
  return sections;
}

Section refused_of(const Config& config, const Accumulator& collected, Report& report) {
  Config part = part_of(config, "");
  part.failures = true;
  part.rows = {Dimension::client, Dimension::kind, Dimension::reason_class};
  part.columns.clear();
  part.values = {Measure::failures, Measure::first, Measure::last};
  std::vector<Section> made = sections_of(part, collected, report, &build_failures_pivot);
  return named(std::move(made.front()), "refused", tr("Refused logins and handshakes by client"));
}

std::vector<Section> check_of(const Config& config, const Accumulator& collected, Report& report) {
  std::vector<Section> sections = sections_of(config, collected, report, &build_check);
  bool first = true;
  for (Section& section : sections) {
    if (section.name != "services") {
      section.title = section.shown == Shown::machine ? "" : tr("What the log tells");
      if (first) section.name = "findings";
      first = false;
    }
  }
  return sections;
}

void append(std::vector<Section> sections, std::vector<Section>& to) {
  std::move(sections.begin(), sections.end(), std::back_inserter(to));
}

}  // namespace

std::optional<Error> refuse_in_report(const Config& config) {
  if (auto refused = refuse_of_failures(config)) return refused;
  if (config.sort) return Error{tr("--sort: the sections of report have orders of their own")};
  for (const Condition& c : config.selection.conditions) {
    if (find_dimension(c.field)) continue;
    return Error{
        tr_format("--where: report can not choose by {}, because its sections count different rows",
                  c.field)};
  }
  return std::nullopt;
}

CollectSpec collect_report(const Config& config) {
  CollectSpec spec = collect_summary(config);
  spec.failures = true;
  spec.habits = config.selection.sender == SenderKind::account;
  spec.habits_if_long = true;
  spec.more.push_back(by_client());
  spec.more.push_back(tally_spec(shape_of(part_of(config, "days")), part_of(config, "days")));
  return spec;
}

void build_report(const Config& config, const Accumulator& collected, Report& report) {
  const Coverage& coverage = collected.coverage();
  const Tally& by_day = collected.tally();
  const Tally& by_client = collected.tally_of_more(kByClient);
  const auto pivot = [&](const PivotShape& shape, std::string_view preset, const Tally& tally) {
    return pivot_section(shape, part_of(config, preset), tally, coverage);
  };
  Section tls =
      named(pivot(shape_of(part_of(config, "tls")), "tls", by_day), "rows", tr("TLS by sender"));
  std::vector<Section>& sections = report.sections;
  const bool people = is_for_people(config.format);
  // The main table is the first one where only one is written.
  if (!people) sections.push_back(std::move(tls));
  append(summary_of(config, collected, report), sections);
  Config days = part_of(config, "days");
  days.top = 0;
  sections.push_back(
      named(pivot_section(shape_of(days), days, collected.tally_of_more(kByDay), coverage), "days",
            tr("Messages per day and TLS")));
  // NOLINTNEXTLINE(bugprone-use-after-move): it is moved in one of the two places.
  if (people) sections.push_back(std::move(tls));
  sections.push_back(
      named(pivot(volume_shape(config), "volume", by_client), "volume", tr("Volume by sender")));
  Section refused = refused_of(config, collected, report);
  // An empty table says something on a page, which has all its sections, and to a program.
  if (refused.rows->size() > 0 || config.format != OutputFormat::table) {
    sections.push_back(std::move(refused));
  }
  if (config.selection.sender == SenderKind::account) {
    append(unusual_sections(config, collected, report), sections);
  }
  append(check_of(config, collected, report), sections);
  append(report_details({by_day, by_client, coverage, config}), sections);
  report.title = tr("Mail senders and TLS");
}

}  // namespace smtptally
