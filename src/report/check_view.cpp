#include "report/check_view.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "report/check_sentences.hpp"
#include "report/exchange_advice.hpp"
#include "report/fixed_rows.hpp"

namespace smtptally {
namespace {

/// Findings: a level, what was found, what to do.
class Findings {
 public:
  explicit Findings(Section& section) : section_(&section) {
    section_->name = "rows";
    section_->columns = {{"level", "Level", ColumnKind::text},
                         {"finding", "Finding", ColumnKind::text},
                         {"count", "Count", ColumnKind::number},
                         {"of", "Of", ColumnKind::number},
                         {"advice", "What to do", ColumnKind::text}};
  }
  void add(std::string_view level, std::string finding, std::uint64_t count, Value of,
           std::string advice) {
    rows_->add({level, rows_->keep(std::move(finding)), count, of, rows_->keep(std::move(advice))});
  }
  void add(const Warning& warning) {
    Value of;
    if (warning.of) of = *warning.of;
    Value count;
    if (warning.count) count = *warning.count;
    rows_->add({warning.level == Warning::Level::note ? "note" : "problem",
                rows_->keep(warning.text), count, of, rows_->keep(warning.advice)});
  }
  void finish() { section_->rows = std::move(rows_); }

 private:
  Section* section_;
  std::unique_ptr<FixedRows> rows_ = std::make_unique<FixedRows>();
};

/// Where to find a log, and how to switch it on.
std::string log_advice(const Coverage& coverage, TlsEvidence evidence, std::string_view where) {
  const std::string commands = commands_for_logs(coverage, evidence);
  return commands.empty() ? std::string(where)
                          : fmt::format("{}; if it is empty: {}", where, commands);
}

void add_unknown(const Coverage& coverage, Findings& findings) {
  const auto reasons = coverage.unknown_by_reason();
  const std::uint64_t messages = coverage[CoverageItem::messages_counted];
  const auto count = [&](TlsEvidence e) { return reasons[index_of(e)]; };
  const std::uint64_t missing = coverage.missing_tls_lines();
  const std::uint64_t not_logged =
      count(TlsEvidence::plain) + count(TlsEvidence::not_logged) - missing;
  if (not_logged > 0) {
    findings.add("problem", "messages whose service logs no TLS version", not_logged, messages,
                 "set smtpd_tls_loglevel = 1 in main.cf and run postfix reload");
  }
  if (missing > 0) {
    findings.add("note", "messages whose TLS line is missing, of services that log TLS", missing,
                 messages, "lines were lost or left out: give the whole log");
  }
  if (count(TlsEvidence::end_missing) > 0) {
    findings.add("note", "messages without TLS line whose session's end is not there",
                 count(TlsEvidence::end_missing), messages,
                 "add the log file after the last one; the end proves plaintext");
  }
  if (count(TlsEvidence::statistics_differ) > 0) {
    findings.add("note", "messages of sessions whose statistics do not fit their lines",
                 count(TlsEvidence::statistics_differ), messages,
                 "lines were lost or left out: give the whole log");
  }
  if (count(TlsEvidence::start_missing) > 0) {
    // Every line of smtpd with a process id is of a session.
    const bool no_process_ids =
        coverage[CoverageItem::sessions] + coverage[CoverageItem::sessions_cut] == 0;
    findings.add("note",
                 no_process_ids ? "messages whose lines carry no process id"
                                : "messages whose session began before the input",
                 count(TlsEvidence::start_missing), messages,
                 no_process_ids ? "nothing ties them to their session; log with the process id "
                                  "behind the tag, as in postfix/smtpd[123]:"
                                : "add the log file before the first one");
  }
  if (count(TlsEvidence::proxied) > 0) {
    findings.add("note", "messages that came through a proxy (XCLIENT)",
                 count(TlsEvidence::proxied), messages,
                 "the proxy's own log knows the TLS of the client");
  }
  if (count(TlsEvidence::hub_log_missing) > 0) {
    findings.add("problem", "messages without the receive protocol log of their connector",
                 count(TlsEvidence::hub_log_missing), messages,
                 log_advice(coverage, TlsEvidence::hub_log_missing,
                            "add Hub\\ProtocolLog\\SmtpReceive (Edge\\… on an Edge server)"));
  }
  if (count(TlsEvidence::frontend_log_missing) > 0) {
    findings.add("problem", "messages without the receive protocol log of the Front End",
                 count(TlsEvidence::frontend_log_missing), messages,
                 log_advice(coverage, TlsEvidence::frontend_log_missing,
                            "add FrontEnd\\ProtocolLog\\SmtpReceive"));
  }
  if (count(TlsEvidence::rows_missing) > 0) {
    findings.add("problem", "messages of whose session rows are missing before them",
                 count(TlsEvidence::rows_missing), messages,
                 "the sequence-number of the session jumps: give the log whole, without a filter");
  }
  if (count(TlsEvidence::message_info_differs) > 0) {
    findings.add("note", "messages whose message-info contradicts their session",
                 count(TlsEvidence::message_info_differs), messages,
                 "06 says TLS and 07 says none; report the rows to the authors");
  }
  if (count(TlsEvidence::ambiguous) > 0) {
    findings.add("note", "messages that several sessions fit, with different TLS",
                 count(TlsEvidence::ambiguous), messages,
                 "the Hub's receive protocol log tells which session it was");
  }
  if (count(TlsEvidence::not_stated) > 0) {
    findings.add("note", "messages for which Exchange names no TLS version",
                 count(TlsEvidence::not_stated), messages,
                 "Exchange 2010 logs none; for Exchange Online take the extended report "
                 "(Start-HistoricalSearch -ReportType MessageTraceDetail)");
  }
  if (coverage[CoverageItem::messages_estimated] > 0) {
    findings.add("note", "messages whose TLS is estimated by client address and time",
                 coverage[CoverageItem::messages_estimated], messages,
                 "the Hub's receive protocol log makes it exact; --no-estimates leaves them out");
  }
  if (count(TlsEvidence::contradictory) > 0) {
    findings.add("note", "messages with a TLS version that is not known",
                 count(TlsEvidence::contradictory), messages, "report the log line to the authors");
  }
}

void add_losses(const Coverage& coverage, Findings& findings) {
  if (coverage[CoverageItem::sessions_handed_over] > 0) {
    findings.add("problem", "logins handed over to a Hub, whose messages are not in the input",
                 coverage[CoverageItem::sessions_handed_over], std::monostate{},
                 "add Hub\\ProtocolLog\\SmtpReceive or TransportRoles\\Logs\\MessageTracking: the "
                 "Front End does not see them");
  }
  if (coverage[CoverageItem::loss_markers] > 0) {
    findings.add("problem", "lines in which a logger says that it dropped others",
                 coverage[CoverageItem::loss_markers], coverage[CoverageItem::lines],
                 "raise the rate limit (journald RateLimitBurst=, rsyslog SysSock.RateLimit)");
  }
  if (coverage[CoverageItem::lines_malformed] > 0) {
    findings.add("note", "lines that fit no log format", coverage[CoverageItem::lines_malformed],
                 coverage[CoverageItem::lines], "see the notes on the inputs");
  }
  if (coverage[CoverageItem::blob_lines] > 0) {
    findings.add("note", "texts that journalctl hid as [N blob data]",
                 coverage[CoverageItem::blob_lines], coverage[CoverageItem::lines],
                 "export with journalctl -o json --all");
  }
  if (coverage[CoverageItem::messages_left_open] > 0) {
    findings.add("note", "transactions without an end, not counted",
                 coverage[CoverageItem::messages_left_open],
                 coverage[CoverageItem::messages_accepted], "add the log file after the last one");
  }
}

void add_sizes(const std::vector<InputSummary>& inputs, const Coverage& coverage,
               Findings& findings) {
  const std::uint64_t without = coverage[CoverageItem::messages_without_size];
  if (without == 0) return;
  const std::uint64_t messages = coverage[CoverageItem::messages_counted];
  const auto any = [&](LogKind kind) {
    return std::any_of(inputs.begin(), inputs.end(),
                       [&](const InputSummary& input) { return input.kinds.contains(kind); });
  };
  // Receive protocol logs alone count messages, but of their sizes only tracking tells.
  if (any(LogKind::receive) && !any(LogKind::tracking)) {
    findings.add("note", "no message tracking log: sizes are not known", without, messages,
                 "add TransportRoles\\Logs\\MessageTracking; it is on unless it was switched off "
                 "(Set-TransportService -MessageTrackingLogEnabled)");
    return;
  }
  findings.add("note", "messages whose size and recipients are not logged", without, messages,
               "usual for mail on hold or discarded and with smtpd_proxy_filter; otherwise lines "
               "are missing");
}

Section services_section(const Coverage& coverage) {
  Section section;
  section.name = "services";
  section.title = "Services";
  section.columns = {{"host", "Host", ColumnKind::text},
                     {"service", "Service", ColumnKind::text},
                     {"sessions", "Sessions", ColumnKind::number},
                     {"tls_lines", "TLS lines", ColumnKind::number},
                     {"starttls_used", "STARTTLS", ColumnKind::number},
                     {"messages", "Messages", ColumnKind::number},
                     {"unknown", "Unknown", ColumnKind::number}};
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
  if (config.sort) return Error{"--sort: the order of check is fixed"};
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    if (!dimension || *dimension == Dimension::tls || is_only_of_failures(*dimension)) {
      return Error{
          fmt::format("--where: check can not choose by {}; it counts while it reads", c.field)};
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
  Findings findings(section);
  const std::uint64_t messages = coverage[CoverageItem::messages_counted];
  const auto classes = coverage.messages_by_class();
  const std::uint64_t unknown = classes[index_of(TlsClass::unknown)];
  const bool none_known = messages > 0 && unknown == messages;
  findings.add(none_known ? "problem" : "ok", "messages whose TLS is known", messages - unknown,
               messages, "");
  add_unknown(coverage, findings);
  add_losses(coverage, findings);
  add_sizes(report.inputs, coverage, findings);
  for (const Warning& warning : report.warnings) {
    if (!warning.told_by_check) findings.add(warning);
  }
  for (const InputSummary& input : report.inputs) {
    if (!input.note.empty()) {
      findings.add("note", fmt::format("{}: {}", input.path, input.note), input.lines,
                   std::monostate{}, "");
    }
  }
  findings.finish();
  report.title = "Check";
  if (config.format == OutputFormat::table) {
    section.shown = Shown::machine;
    Section sentences = check_sentences(section);
    report.sections.push_back(std::move(section));
    report.sections.push_back(std::move(sentences));
  } else {
    report.sections.push_back(std::move(section));
  }
  report.sections.push_back(services_section(coverage));
  report.coverage_in_table = true;
}

}  // namespace smtptally
