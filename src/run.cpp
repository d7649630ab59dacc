// The flow of a run: read, report, write, and the status of it all.

#include "smtptally/run.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "anonymous.hpp"
#include "format/formats.hpp"
#include "format/stats.hpp"
#include "history/collect.hpp"
#include "history/read_history.hpp"
#include "io/progress_line.hpp"
#include "messages.hpp"
#include "named_files.hpp"
#include "parts/merge_parts.hpp"
#include "reading/output_guard.hpp"
#include "reading/read_inputs.hpp"
#include "report/history_sections.hpp"
#include "report/presets.hpp"
#include "report/views.hpp"
#include "report/warnings.hpp"
#include "report_output.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// What makes a run incomplete that is asked to be strict.
bool fails_when_strict(const Report& report) {
  return report.coverage[CoverageItem::lines_malformed] > 0 ||
         std::any_of(report.warnings.begin(), report.warnings.end(),
                     [](const Warning& w) { return w.level == Warning::Level::problem; });
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

/// The paths of the inputs that are logs.
std::vector<std::string> logs_of(const ReadResult& read) {
  std::vector<std::string> paths;
  for (const InputSummary& input : read.inputs) {
    if (!input.kinds.empty()) paths.push_back(input.path);
  }
  return paths;
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

/// A run that reports, or writes a part. A step that fails says why, and returns false.
class ReportRun {
 public:
  ReportRun(const Config& config, std::FILE* out, std::FILE* err)
      : config_(config), out_(out), err_(err) {}

  [[nodiscard]] ExitCode run();

 private:
  [[nodiscard]] bool fails(std::string_view why) const {
    say_error(err_, why);
    return false;
  }
  [[nodiscard]] bool spares(const std::vector<std::string>& inputs) const;
  [[nodiscard]] bool take_exceptions();
  [[nodiscard]] bool take_pseudonyms();
  [[nodiscard]] bool take_compared();
  [[nodiscard]] bool merge();
  [[nodiscard]] bool read();
  [[nodiscard]] bool read_for_part();
  [[nodiscard]] bool write_part();
  [[nodiscard]] ExitCode run_partial();
  [[nodiscard]] bool rename();
  [[nodiscard]] bool has_log() const;
  [[nodiscard]] Report build(OutputFormat format) const;
  [[nodiscard]] bool write();

  Config config_;
  std::FILE* out_;
  std::FILE* err_;
  std::unique_ptr<Pseudonyms> pseudonyms_;  ///< Null without --anonymize.
  std::vector<ReportedSender> compared_;
  ReadResult read_;
  PartOptions part_;  ///< Of what is merged or written as a part.
  Report report_;
};

/// Whether -o writes over none of the inputs.
bool ReportRun::spares(const std::vector<std::string>& inputs) const {
  const auto error = why_not_written_over(config_, inputs);
  return !error || fails(error->text());
}

bool ReportRun::take_exceptions() {
  if (config_.command != Command::unusual || config_.unusual.except_file.empty()) return true;
  Result<std::string> exceptions = read_exceptions(config_.unusual.except_file);
  if (!exceptions) return fails("--except: " + exceptions.error().text());
  config_.unusual.exceptions = std::move(exceptions).value();
  return true;
}

bool ReportRun::take_pseudonyms() {
  std::vector<InputNote> about_key;
  Result<std::unique_ptr<Pseudonyms>> pseudonyms = use_pseudonyms(config_, about_key);
  if (!pseudonyms) return fails(pseudonyms.error().text());
  say_notes(config_, about_key, err_);
  pseudonyms_ = std::move(pseudonyms).value();
  return true;
}

bool ReportRun::take_compared() {
  if (config_.compared_file.empty()) return true;
  const bool anonymous = pseudonyms_ != nullptr;
  Result<ClientsReport> compared = read_compared(config_.compared_file);
  if (!compared) {
    const std::string& text = compared.error().text();
    return fails(anonymous ? without_quotes(text) : text);
  }
  for (const std::string& note : compared.value().notes) {
    if (config_.quiet) break;
    say(err_, tr_format("note: {}: {}", visible(config_.compared_file),
                        visible(anonymous ? without_quotes(note) : note)));
  }
  compared_ = std::move(compared).value().senders;
  return true;
}

bool ReportRun::merge() {
  Result<MergedParts> merged = merge_parts(config_);
  if (!merged) return fails(merged.error().text());
  part_ = std::move(merged.value().options);
  read_ = std::move(merged.value().read);
  return true;
}

bool ReportRun::read() {
  if (config_.part.merge) return merge();
  const CollectSpec spec = find_view(config_.command).collect(config_);
  if (config_.history.db.empty()) {
    read_ = read_with_progress(config_, spec, err_);
    return true;
  }
  Result<ReadResult> kept = read_history(config_, spec);
  if (!kept) {
    say(err_, "error: " + kept.error().message);
    return false;
  }
  read_ = std::move(kept).value();
  return true;
}

bool ReportRun::rename() {
  if (pseudonyms_ == nullptr) return true;
  const auto error = rename_what_was_read(*pseudonyms_, config_, read_, compared_);
  return !error || fails(error->text());
}

bool ReportRun::has_log() const {
  if (read_.anything_read && read_.any_log) return true;
  if (read_.notes.empty()) say_error(err_, tr("no log file was found"));
  return false;
}

bool ReportRun::read_for_part() {
  if (config_.part.merge) return merge();
  const CollectSpec spec = part_spec(config_);
  part_ = part_options_of(config_, name_of_report(config_), spec);
  read_ = read_with_progress(config_, spec, err_);
  return true;
}

bool ReportRun::write_part() {
  const Result<std::string> saved = save_part(config_.output, part_, read_);
  if (!saved) return fails(saved.error().text());
  say_about_output(config_, saved.value(), err_);
  return true;
}

/// Writes a part in place of a report.
ExitCode ReportRun::run_partial() {
  if (!read_for_part()) return ExitCode::failed;
  say_notes(config_, read_.notes, err_);
  if (!has_log() || !spares(logs_of(read_)) || !write_part()) return ExitCode::failed;
  return has(read_.notes, InputNote::Severity::problem) ? ExitCode::incomplete : ExitCode::ok;
}

/// The report in the language of the run.
Report ReportRun::build(OutputFormat format) const {
  Config asked = config_;
  asked.format = format;
  Report report = begin_report(asked, read_);
  report.compared = compared_;
  for (Warning& warning : find_warnings({asked, report.coverage, report.inputs, read_.covered})) {
    report.warnings.push_back(std::move(warning));
  }
  find_view(config_.command).build(asked, read_.piece->collected(), report);
  if (read_.history && is_for_people(format)) add_history_sections(*read_.history, report);
  return report;
}

/// Writes the report, and says what there is to say about it in the language of the run, also where
/// the format is in English alone.
bool ReportRun::write() {
  const ReportIn report_in = [this](OutputFormat format) {
    const InEnglish english(!is_translated(format));
    return build(format);
  };
  const bool mailed = !config_.mail.to.empty();
  const OutputFormat format = mailed ? OutputFormat::table : config_.format;
  const bool in_english = is_translating() && !is_translated(format);
  const std::size_t said = warnings_of(read_.notes).size();
  if (in_english) say_about(config_, build(format), said, err_);
  report_ = report_in(format);
  if (!in_english) say_about(config_, report_, said, err_);
  const InEnglish english(in_english);
  return mailed ? mail_report(config_, report_in, out_, err_)
                : write_report(config_, report_, out_, err_);
}

ExitCode ReportRun::run() {
  std::vector<std::string> named = config_.inputs;
  if (!config_.compared_file.empty()) named.push_back(config_.compared_file);
  if (!spares(named) || !take_exceptions() || !take_pseudonyms() || !take_compared()) {
    return ExitCode::failed;
  }
  if (config_.part.write) return run_partial();
  if (!read()) return ExitCode::failed;
  // What is found in folders is compared with the real names.
  const std::vector<std::string> found = logs_of(read_);
  if (!rename()) return ExitCode::failed;
  say_notes(config_, read_.notes, err_);
  if (!has_log() || !spares(found) || !write()) return ExitCode::failed;
  if (config_.stats) {
    std::string text;
    write_stats(report_.coverage, report_.inputs, text);
    (void)std::fwrite(text.data(), 1, text.size(), err_);
  }
  if (report_.findings) return ExitCode::findings;
  const bool incomplete = has(read_.notes, InputNote::Severity::problem) ||
                          (config_.strict && fails_when_strict(report_));
  return incomplete ? ExitCode::incomplete : ExitCode::ok;
}

}  // namespace

ExitCode run(const Config& config, std::FILE* out, std::FILE* err) {
  if (config.command == Command::collect) return run_collect(config, err);
  return ReportRun(config, out, err).run();
}

}  // namespace smtptally
