#include "smtptally/run.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "anonymous.hpp"
#include "format/formats.hpp"
#include "format/stats.hpp"
#include "history/collect.hpp"
#include "history/read_history.hpp"
#include "io/error_text.hpp"
#include "io/gzip_text.hpp"
#include "io/pager.hpp"
#include "io/progress_line.hpp"
#include "io/sendmail.hpp"
#include "io/whole_file.hpp"
#include "mailed_report.hpp"
#include "parts/merge_parts.hpp"
#include "reading/output_guard.hpp"
#include "reading/read_inputs.hpp"
#include "report/history_sections.hpp"
#include "report/presets.hpp"
#include "report/views.hpp"
#include "report/warnings.hpp"
#include "smtptally/byte_source.hpp"
#include "smtptally/formatter.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"
#include "unusual/exceptions.hpp"

namespace smtptally {
namespace {

void say(std::FILE* err, std::string_view text) {
  const std::string line = fmt::format("smtptally: {}\n", text);
  (void)std::fwrite(line.data(), 1, line.size(), err);
}

void say_notes(const Config& config, const std::vector<InputNote>& notes, std::FILE* err) {
  for (const InputNote& note : notes) {
    using enum InputNote::Severity;
    if (config.quiet && note.severity != problem) continue;
    const std::string& text = note.message.text();
    say(err, note.severity == problem   ? tr_format("error: {}", text)
             : note.severity == warning ? tr_format("warning: {}", text)
                                        : tr_format("note: {}", text));
  }
}

/// What is wrong with inputs, for `check` and --strict; say_notes() has said it.
std::vector<Warning> warnings_of(const std::vector<InputNote>& notes) {
  std::vector<Warning> warnings;
  for (const InputNote& note : notes) {
    if (note.severity == InputNote::Severity::info) continue;
    warnings.push_back({.level = Warning::Level::problem, .text = note.message.text()});
  }
  return warnings;
}

void say_warnings(const Config& config, std::span<const Warning> warnings, std::FILE* err) {
  const bool tls = find_view(config.command).shows_tls(config);
  for (const Warning& warning : warnings) {
    if (config.quiet || (warning.of_tls && !tls)) continue;
    const std::string text =
        warning.advice.empty() ? warning.text : tr_format("{}; {}", warning.text, warning.advice);
    say(err, warning.level == Warning::Level::note ? tr_format("note: {}", text)
                                                   : tr_format("warning: {}", text));
  }
}

/// What makes a run incomplete that is asked to be strict.
bool fails_when_strict(const Report& report) {
  return report.coverage[CoverageItem::lines_malformed] > 0 ||
         std::any_of(report.warnings.begin(), report.warnings.end(),
                     [](const Warning& w) { return w.level == Warning::Level::problem; });
}

void say_what_is_malformed(const Report& report, std::FILE* err) {
  if (report.coverage[CoverageItem::lines_malformed] == 0) return;
  for (const InputSummary& input : report.inputs) {
    if (!input.note.empty())
      say(err, tr_format("note: {}: {}", visible(input.path), input.note.text()));
  }
}

/// All of a file of at most `most` bytes.
Result<std::string> read_whole(const std::string& path, std::size_t most, std::string_view what) {
  Result<OpenedSource> opened = open_source(path);
  if (!opened) return opened.error();
  std::string text;
  std::string buffer(std::size_t{64} * 1024, '\0');
  while (true) {
    const Result<std::size_t> got = opened.value().bytes->read(buffer);
    if (!got) return got.error();
    if (got.value() == 0) return text;
    text.append(buffer, 0, got.value());
    if (text.size() > most) {
      return Error{tr_format("{}: it is longer than {} can be", visible(path), what)};
    }
  }
}

/// An exported report.
Result<ClientsReport> read_compared(const std::string& path) {
  constexpr std::size_t kMost = std::size_t{256} << 20U;  // A report of millions of senders.
  const Result<std::string> csv = read_whole(path, kMost, tr("a report"));
  if (!csv) return csv.error();
  Result<ClientsReport> report = parse_clients_report(csv.value());
  if (report) return report;
  return Error{fmt::format("{}: {}", visible(path), visible(report.error().text()))};
}

/// What --except names, tried.
Result<std::string> read_exceptions(const std::string& path) {
  constexpr std::size_t kMost = std::size_t{16} << 20U;
  Result<std::string> text = read_whole(path, kMost, tr("a list of exceptions"));
  if (!text) return text;
  const Result<Exceptions> parsed = Exceptions::parse(text.value());
  if (parsed) return text;
  return Error{fmt::format("{}: {}", visible(path), parsed.error().text())};
}

bool write_text(std::string_view text, std::FILE* out, std::FILE* err) {
  Output output(out);
  output.write(text);
  if (output.finish() || output.error() == EPIPE) return true;
  say(err,
      tr_format("error: the report could not be written: {}", error_text(output.error()).text()));
  return false;
}

/// What standard error has of it; the first `said` warnings are not said again.
void say_about(const Config& config, const Report& report, std::size_t said, std::FILE* err) {
  say_warnings(config, std::span(report.warnings).subspan(said), err);
  if (config.strict && !config.quiet) say_what_is_malformed(report, err);
  for (const Section& section : report.sections) {
    if (!section.note.empty() && !config.quiet) say(err, tr_format("note: {}", section.note));
  }
}

/// Writes the report; false when that failed for a reason worth a message.
bool write_report(const Config& config, const Report& report, std::FILE* out, std::FILE* err) {
  const FormatOptions options{.color = config.color,
                              .ascii = config.ascii,
                              .wide = config.wide,
                              .width = config.width,
                              .spreadsheet_safe = config.spreadsheet_safe,
                              .excel = config.excel};
  const FormatEntry& format = find_format(config.format);
  if (config.format == OutputFormat::table && !config.pager.empty()) {
    std::string page;
    Output output(page);
    format.write(report, options, output);
    (void)output.finish();
    const auto lines = static_cast<std::size_t>(std::count(page.begin(), page.end(), '\n'));
    // The prompt takes the last line.
    if (lines >= config.height && show_in_pager(config.pager, page)) return true;
    return write_text(page, out, err);
  }
  if (config.output.empty()) {
    Output output(out);
    format.write(report, options, output);
    if (output.finish() || output.error() == EPIPE) return true;
    say(err,
        tr_format("error: the report could not be written: {}", error_text(output.error()).text()));
    return false;
  }
  const Result<std::string> written = write_whole_file(config.output, [&](std::FILE* file) {
    Output output(file);
    if (config.output.ends_with(kPackedPage)) {
      std::string page;
      Output text(page);
      format.write(report, options, text);
      (void)text.finish();
      output.write(gzipped(page));
    } else {
      format.write(report, options, output);
    }
    (void)output.finish();
    return output.error();
  });
  if (!written) {
    say(err, tr_format("error: {}", written.error().text()));
    return false;
  }
  if (!written.value().empty()) {
    say(err, tr_format("note: {}: {}", visible(config.output), written.value()));
  }
  return true;
}

/// The same for a report that is mailed.
bool mail_report(const Config& config, const ReportIn& report_in, std::FILE* out, std::FILE* err) {
  const std::string message = mail_of(config, report_in);
  if (config.mail.dry_run) return write_text(message, out, err);
  const auto error = send_mail(config.mail.sendmail, message, config.mail.patience);
  if (error) say(err, tr_format("error: {}", error->text()));
  return !error;
}

std::string name_of_report(const Config& config) {
  if (find_preset(config.preset) != nullptr) return config.preset;
  return std::string(find_view(config.command).name);
}

/// All but its sections.
Report begin_report(const Config& config, const ReadResult& read) {
  Report report;
  report.command = name_of_report(config);
  report.range = config.selection.range;
  report.zone = config.zone;
  report.covered = read.covered;
  report.inputs = read.inputs;
  report.coverage = read.piece->collected().coverage();
  report.warnings = warnings_of(read.notes);
  return report;
}

ReadResult read_with_progress(const Config& config, const CollectSpec& spec, std::FILE* err) {
  Meter meter;
  std::optional<ProgressLine> progress;
  if (config.progress) progress.emplace(meter, fileno(err));
  return read_inputs(config, spec, meter);
}

bool has(const std::vector<InputNote>& notes, InputNote::Severity severity) {
  return std::any_of(notes.begin(), notes.end(),
                     [&](const InputNote& note) { return note.severity == severity; });
}

/// Writes the history. Says nothing of what went well: cron would mail it.
ExitCode run_collect(const Config& config, std::FILE* err) {
  const Result<CollectRun> done = collect(config);
  if (!done) {
    say(err, "error: " + done.error().message);
    return ExitCode::failed;
  }
  const CollectRun& run = done.value();
  say_notes(config, run.notes, err);
  if (config.stats) {
    say(err, fmt::format("{} logs, {} bytes, {} lines and {} messages are new", run.logs, run.bytes,
                         run.lines, run.messages));
  }
  return has(run.notes, InputNote::Severity::problem) ? ExitCode::incomplete : ExitCode::ok;
}

/// Writes a part in place of a report.
ExitCode run_partial(Config& config, std::FILE* err) {
  MergedParts made;
  if (config.part.merge) {
    Result<MergedParts> merged = merge_parts(config);
    if (!merged) {
      say(err, tr_format("error: {}", merged.error().text()));
      return ExitCode::failed;
    }
    made = std::move(merged).value();
  } else {
    const CollectSpec spec = part_spec(config);
    made.options = part_options_of(config, name_of_report(config), spec);
    made.read = read_with_progress(config, spec, err);
  }
  const ReadResult& read = made.read;
  say_notes(config, read.notes, err);
  if (!read.anything_read || !read.any_log) {
    if (read.notes.empty()) say(err, tr_format("error: {}", tr("no log file was found")));
    return ExitCode::failed;
  }
  std::vector<std::string> found;
  for (const InputSummary& input : read.inputs) {
    if (!input.kinds.empty()) found.push_back(input.path);
  }
  if (const auto error = why_not_written_over(config, found)) {
    say(err, tr_format("error: {}", error->text()));
    return ExitCode::failed;
  }
  const Result<std::string> saved = save_part(config.output, made);
  if (!saved) {
    say(err, tr_format("error: {}", saved.error().text()));
    return ExitCode::failed;
  }
  if (!saved.value().empty()) {
    say(err, tr_format("note: {}: {}", visible(config.output), saved.value()));
  }
  return has(read.notes, InputNote::Severity::problem) ? ExitCode::incomplete : ExitCode::ok;
}

}  // namespace

ExitCode run(const Config& given, std::FILE* out, std::FILE* err) {
  Config config = given;
  if (config.command == Command::collect) return run_collect(config, err);
  std::vector<std::string> named = config.inputs;
  if (!config.compared_file.empty()) named.push_back(config.compared_file);
  if (const auto error = why_not_written_over(config, named)) {
    say(err, tr_format("error: {}", error->text()));
    return ExitCode::failed;
  }
  if (config.command == Command::unusual && !config.unusual.except_file.empty()) {
    Result<std::string> exceptions = read_exceptions(config.unusual.except_file);
    if (!exceptions) {
      say(err, tr_format("error: {}", "--except: " + exceptions.error().text()));
      return ExitCode::failed;
    }
    config.unusual.exceptions = std::move(exceptions).value();
  }
  std::vector<InputNote> about_key;
  Result<std::unique_ptr<Pseudonyms>> pseudonyms = use_pseudonyms(config, about_key);
  if (!pseudonyms) {
    say(err, tr_format("error: {}", pseudonyms.error().text()));
    return ExitCode::failed;
  }
  say_notes(config, about_key, err);
  const bool anonymous = pseudonyms.value() != nullptr;
  std::vector<ReportedSender> senders_compared;
  if (!config.compared_file.empty()) {
    Result<ClientsReport> compared = read_compared(config.compared_file);
    if (!compared) {
      const std::string& text = compared.error().text();
      say(err, tr_format("error: {}", anonymous ? without_quotes(text) : text));
      return ExitCode::failed;
    }
    for (const std::string& note : compared.value().notes) {
      if (config.quiet) break;
      say(err, tr_format("note: {}: {}", visible(config.compared_file),
                         visible(anonymous ? without_quotes(note) : note)));
    }
    senders_compared = std::move(compared).value().senders;
  }
  if (config.part.write) return run_partial(config, err);
  ReadResult read;
  if (config.part.merge) {
    Result<MergedParts> merged = merge_parts(config);
    if (!merged) {
      say(err, tr_format("error: {}", merged.error().text()));
      return ExitCode::failed;
    }
    read = std::move(merged.value().read);
  } else if (config.history.db.empty()) {
    read = read_with_progress(config, find_view(config.command).collect(config), err);
  } else {
    Result<ReadResult> kept = read_history(config, find_view(config.command).collect(config));
    if (!kept) {
      say(err, "error: " + kept.error().message);
      return ExitCode::failed;
    }
    read = std::move(kept).value();
  }
  const View& view = find_view(config.command);  // Parts may have chosen it.
  const Accumulator& collected = read.piece->collected();
  // What is found in folders is compared with the real names.
  std::vector<std::string> found;
  for (const InputSummary& input : read.inputs) {
    if (!input.kinds.empty()) found.push_back(input.path);
  }
  if (anonymous) {
    const auto error = rename_what_was_read(*pseudonyms.value(), config, read, senders_compared);
    if (error) {
      say(err, tr_format("error: {}", error->text()));
      return ExitCode::failed;
    }
  }
  say_notes(config, read.notes, err);
  if (!read.anything_read || !read.any_log) {
    if (read.notes.empty()) say(err, tr_format("error: {}", tr("no log file was found")));
    return ExitCode::failed;
  }
  if (const auto error = why_not_written_over(config, found)) {
    say(err, tr_format("error: {}", error->text()));
    return ExitCode::failed;
  }

  const std::size_t said = warnings_of(read.notes).size();
  const auto report_in_any = [&](OutputFormat format) {
    Config asked = config;
    asked.format = format;
    Report report = begin_report(asked, read);
    report.compared = senders_compared;
    for (Warning& warning : find_warnings({asked, report.coverage, report.inputs, read.covered})) {
      report.warnings.push_back(std::move(warning));
    }
    view.build(asked, collected, report);
    if (read.history && is_for_people(format)) add_history_sections(*read.history, report);
    return report;
  };
  const ReportIn report_in = [&](OutputFormat format) {
    const InEnglish english(!is_translated(format));
    return report_in_any(format);
  };
  const bool mailed = !config.mail.to.empty();
  const OutputFormat format = mailed ? OutputFormat::table : config.format;
  const bool in_english = is_translating() && !is_translated(format);
  if (in_english) say_about(config, report_in_any(format), said, err);
  const Report report = report_in(format);
  if (!in_english) say_about(config, report, said, err);
  const InEnglish english(in_english);
  if (!(mailed ? mail_report(config, report_in, out, err)
               : write_report(config, report, out, err))) {
    return ExitCode::failed;
  }
  if (config.stats) {
    std::string text;
    write_stats(report.coverage, report.inputs, text);
    (void)std::fwrite(text.data(), 1, text.size(), err);
  }
  if (report.findings) return ExitCode::findings;
  const bool incomplete =
      has(read.notes, InputNote::Severity::problem) || (config.strict && fails_when_strict(report));
  return incomplete ? ExitCode::incomplete : ExitCode::ok;
}

}  // namespace smtptally
