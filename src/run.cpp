#include "smtptally/run.hpp"

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "format/escape.hpp"
#include "format/stats.hpp"
#include "io/error_text.hpp"
#include "io/progress_line.hpp"
#include "io/whole_file.hpp"
#include "reading/read_inputs.hpp"
#include "report/exchange_advice.hpp"
#include "smtptally/byte_source.hpp"
#include "smtptally/formatter.hpp"

namespace smtptally {
namespace {

void say(std::FILE* err, std::string_view text) {
  const std::string line = fmt::format("smtptally: {}\n", text);
  (void)std::fwrite(line.data(), 1, line.size(), err);
}

void warn_about_tls(const Coverage& coverage, std::FILE* err) {
  const auto reasons = coverage.unknown_by_reason();
  const std::uint64_t not_logged =
      reasons[index_of(TlsEvidence::plain)] + reasons[index_of(TlsEvidence::not_logged)];
  const std::uint64_t messages = coverage[CoverageItem::messages_counted];
  if (not_logged > 0) {
    say(err, fmt::format("warning: the TLS version of {} of {} messages is not logged; set "
                         "smtpd_tls_loglevel = 1 in main.cf and run 'postfix reload' "
                         "('smtptally check' tells more)",
                         not_logged, messages));
  }
  const std::uint64_t not_stated = reasons[index_of(TlsEvidence::not_stated)];
  if (not_stated > 0) {
    say(err, fmt::format("warning: Exchange names no TLS version for {} of {} messages "
                         "('smtptally check' tells more)",
                         not_stated, messages));
  }
  const std::uint64_t not_joined = reasons[index_of(TlsEvidence::hub_log_missing)] +
                                   reasons[index_of(TlsEvidence::frontend_log_missing)];
  if (not_joined > 0) {
    const std::string commands = commands_for_logs(coverage);
    say(err,
        fmt::format("warning: the TLS version of {} of {} messages stands in SMTP receive protocol "
                    "logs that were not given{}{} ('smtptally check' tells more)",
                    not_joined, messages, commands.empty() ? "" : "; switch them on with ",
                    visible(commands)));
  }
  const std::uint64_t rows_missing = reasons[index_of(TlsEvidence::rows_missing)];
  if (rows_missing > 0) {
    say(err, fmt::format("warning: the TLS version of {} of {} messages stood in rows that are "
                         "missing from the middle of their session: its sequence-number jumps "
                         "('smtptally check' tells more)",
                         rows_missing, messages));
  }
  const std::uint64_t differs = reasons[index_of(TlsEvidence::message_info_differs)];
  if (differs > 0) {
    say(err,
        fmt::format("warning: tracking (message-info) and the session contradict each other on "
                    "the TLS of {} of {} messages ('smtptally check' tells more)",
                    differs, messages));
  }
  const std::uint64_t estimated = coverage[CoverageItem::messages_estimated];
  if (estimated > 0) {
    say(err, fmt::format("note: the TLS of {} of {} messages is estimated by client address and "
                         "time; the Hub's receive protocol log makes it exact (--no-estimates "
                         "leaves them unknown)",
                         estimated, messages));
  }
}

/// Front End logs without those of the Hub.
void warn_about_handed_over(const Coverage& coverage, std::FILE* err) {
  const std::uint64_t sessions = coverage[CoverageItem::sessions_handed_over];
  if (sessions == 0) return;
  say(err,
      fmt::format("warning: {} logins were handed over to a Hub, and their messages are not in "
                  "the input: they stand in the Hub's receive protocol log "
                  "(Hub\\ProtocolLog\\SmtpReceive) or in message tracking "
                  "(TransportRoles\\Logs\\MessageTracking); add one of them",
                  sessions));
}

void warn(const Config& config, const ReadResult& read, std::FILE* err) {
  for (const InputNote& note : read.notes) {
    const bool problem = note.severity == InputNote::Severity::problem;
    if (problem || !config.quiet) {
      say(err, fmt::format("{}: {}", problem ? "error" : "note", note.message));
    }
  }
  if (config.quiet) return;
  const Coverage& coverage = read.piece->collected().coverage();
  if (find_view(config.command).shows_tls(config)) warn_about_tls(coverage, err);
  warn_about_handed_over(coverage, err);
  if (coverage[CoverageItem::loss_markers] > 0) {
    say(err, fmt::format("warning: the log says in {} places that lines were dropped; the counts "
                         "are too low",
                         coverage[CoverageItem::loss_markers]));
  }
  if (config.strict && coverage[CoverageItem::lines_malformed] > 0) {
    for (const InputSummary& input : read.inputs) {
      if (!input.note.empty()) {
        say(err, fmt::format("note: {}: {}", visible(input.path), input.note));
      }
    }
  }
}

/// The senders of an exported report.
Result<std::vector<ReportedSender>> read_compared(const std::string& path) {
  constexpr std::size_t kMost = std::size_t{256} << 20U;  // A report of millions of senders.
  Result<OpenedSource> opened = open_source(path);
  if (!opened) return opened.error();
  std::string csv;
  std::string buffer(std::size_t{64} * 1024, '\0');
  while (true) {
    const Result<std::size_t> got = opened.value().bytes->read(buffer);
    if (!got) return got.error();
    if (got.value() == 0) {
      Result<std::vector<ReportedSender>> senders = parse_clients_report(csv);
      if (senders) return senders;
      return Error{fmt::format("{}: {}", visible(path), senders.error().message)};
    }
    csv.append(buffer, 0, got.value());
    if (csv.size() > kMost) return Error{visible(path) + ": it is longer than a report can be"};
  }
}

/// Writes the report; false when that failed for a reason worth a message.
bool write_report(const Config& config, const Report& report, std::FILE* out, std::FILE* err) {
  const FormatOptions options{
      .color = config.color, .width = config.width, .spreadsheet_safe = config.spreadsheet_safe};
  const FormatEntry& format = find_format(config.format);
  if (config.output.empty()) {
    Output output(out);
    format.write(report, options, output);
    if (output.finish() || output.error() == EPIPE) return true;
    say(err, fmt::format("error: the report could not be written: {}", error_text(output.error())));
    return false;
  }
  const auto failed = write_whole_file(config.output, [&](std::FILE* file) {
    Output output(file);
    format.write(report, options, output);
    (void)output.finish();
    return output.error();
  });
  if (!failed) return true;
  say(err, fmt::format("error: {}", failed->message));
  return false;
}

ReadResult read_with_progress(const Config& config, const CollectSpec& spec, std::FILE* err) {
  Meter meter;
  std::optional<ProgressLine> progress;
  if (config.progress) progress.emplace(meter, fileno(err));
  return read_inputs(config, spec, meter);
}

bool has_problem(const ReadResult& read) {
  for (const InputNote& note : read.notes) {
    if (note.severity == InputNote::Severity::problem) return true;
  }
  return false;
}

}  // namespace

ExitCode run(const Config& asked, std::FILE* out, std::FILE* err) {
  Config config = asked;
  if (!config.compared_file.empty()) {
    Result<std::vector<ReportedSender>> compared = read_compared(config.compared_file);
    if (!compared) {
      say(err, "error: " + compared.error().message);
      return ExitCode::failed;
    }
    config.compared = std::move(compared).value();
  }
  const View& view = find_view(config.command);
  ReadResult read = read_with_progress(config, view.collect(config), err);
  const Accumulator& collected = read.piece->collected();
  warn(config, read, err);
  if (!read.anything_read) {
    if (read.notes.empty()) say(err, "error: no log file was found");
    return ExitCode::failed;
  }

  Report report;
  report.command = view.name;
  report.range = config.selection.range;
  report.zone = config.zone;
  report.inputs = std::move(read.inputs);
  report.coverage = collected.coverage();
  view.build(config, collected, report);
  for (const Section& section : report.sections) {
    if (!section.note.empty() && !config.quiet) say(err, "note: " + section.note);
  }
  if (!write_report(config, report, out, err)) return ExitCode::failed;

  if (config.stats) {
    std::string text;
    write_stats(report.coverage, report.inputs, text);
    (void)std::fwrite(text.data(), 1, text.size(), err);
  }
  const bool malformed = report.coverage[CoverageItem::lines_malformed] > 0;
  if (has_problem(read) || (config.strict && malformed)) return ExitCode::incomplete;
  return ExitCode::ok;
}

}  // namespace smtptally
