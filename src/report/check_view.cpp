#include "report/check_view.hpp"

#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "report/check_sentences.hpp"
#include "report/findings.hpp"
#include "report/fixed_rows.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Findings: a level, what was found, what to do.
class Rows {
 public:
  explicit Rows(Section& section) : section_(&section) {
    section_->name = "rows";
    section_->columns = {{"level", tr("Level"), ColumnKind::text},
                         {"finding", tr("Finding"), ColumnKind::text},
                         {"count", tr("Count"), ColumnKind::number},
                         // TRANSLATORS: headings: so many of so many.
                         {"of", tr("Of"), ColumnKind::number},
                         {"advice", tr("What to do"), ColumnKind::text}};
  }
  void add(const char* level, CheckedRow row, std::string finding,
           std::optional<std::uint64_t> count, std::optional<std::uint64_t> of,
           std::string advice) {
    rows_->add({std::string_view(tr(level)), rows_->keep(std::move(finding)), number(count),
                number(of), rows_->keep(std::move(advice))});
    row.problem = std::string_view(level) == "problem";
    checked_.push_back(row);
  }
  [[nodiscard]] const std::vector<CheckedRow>& checked() const noexcept { return checked_; }
  void finish() { section_->rows = std::move(rows_); }

 private:
  static Value number(std::optional<std::uint64_t> number) {
    return number ? Value(*number) : Value();
  }

  Section* section_;
  std::unique_ptr<FixedRows> rows_ = std::make_unique<FixedRows>();
  std::vector<CheckedRow> checked_;
};

const char* name_of(Warning::Level level) {
  return level == Warning::Level::note ? to_tr("note") : to_tr("problem");
}

constexpr CheckedRow kCount{.counts = true};

Section services_section(const Coverage& coverage) {
  Section section;
  section.name = "services";
  section.title = tr("Services");
  section.columns = {{"host", tr("Host"), ColumnKind::text},
                     {"service", tr("Service"), ColumnKind::text},
                     {"sessions", tr("Sessions"), ColumnKind::number},
                     {"tls_lines", tr("TLS lines"), ColumnKind::number},
                     {"starttls_used", "STARTTLS", ColumnKind::number},
                     {"messages", tr("Messages"), ColumnKind::number},
                     {"unknown", tr("Unknown"), ColumnKind::number}};
  auto rows = std::make_unique<FixedRows>();
  for (const auto& [key, evidence] : coverage.services) {
    std::uint64_t messages = 0;
    std::uint64_t unknown = 0;
    for (std::size_t e = 0; e < evidence.messages.size(); ++e) {
      messages += evidence.messages[e];
      if (classify(static_cast<TlsEvidence>(e), evidence.plain_proof()) == TlsClass::unknown) {
        unknown += evidence.messages[e];
      }
    }
    rows->add({rows->keep(key.first), rows->keep(key.second), evidence.sessions, evidence.tls_lines,
               evidence.starttls_used, messages, unknown});
  }
  section.columns[0].worth = 3;
  section.columns[1].worth = 9;
  section.rows = std::move(rows);
  return section;
}

}  // namespace

std::optional<Error> refuse_in_check(const Config& config) {
  if (config.sort) return Error{tr("--sort: the order of check is fixed")};
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    if (!dimension || *dimension == Dimension::tls || is_only_of_failures(*dimension)) {
      return Error{
          tr_format("--where: check can not choose by {}; it counts while it reads", c.field)};
    }
  }
  return std::nullopt;
}

CollectSpec collect_check(const Config& config) {
  (void)config;
  return {};
}

void build_check(const Config& config, const Accumulator& collected, Report& report) {
  const Coverage& coverage = collected.coverage();
  Section section;
  Rows rows(section);
  const std::uint64_t messages = coverage[CoverageItem::messages_counted];
  const std::uint64_t unknown = coverage.messages_by_class()[index_of(TlsClass::unknown)];
  const bool none_known = messages > 0 && unknown == messages;
  rows.add(none_known ? "problem" : to_tr("ok"), kCount, tr("messages whose TLS is known"),
           messages - unknown, messages, "");
  for (Finding& found : find_findings({coverage, report.inputs})) {
    rows.add(name_of(found.level), {.counts = found.counts}, std::string(tr(found.text)),
             found.count, found.of, std::move(found.advice));
  }
  for (const Warning& warning : report.warnings) {
    if (warning.told_by_check) continue;
    rows.add(name_of(warning.level), {}, warning.text, warning.count, warning.of, warning.advice);
  }
  for (const InputSummary& input : report.inputs) {
    if (input.note.empty()) continue;
    rows.add("note", {}, fmt::format("{}: {}", input.path, input.note.text()), input.lines,
             std::nullopt, "");
  }
  rows.finish();
  report.title = tr("Check");
  if (config.format == OutputFormat::table) {
    section.shown = Shown::machine;
    Section sentences = check_sentences(section, rows.checked());
    report.sections.push_back(std::move(section));
    report.sections.push_back(std::move(sentences));
  } else {
    report.sections.push_back(std::move(section));
  }
  report.sections.push_back(services_section(coverage));
  report.coverage_in_table = true;
}

}  // namespace smtptally
