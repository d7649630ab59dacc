#include "reading/read_inputs.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "exchange/report_head.hpp"
#include "io/journal_source.hpp"
#include "reading/input_job.hpp"
#include "reading/job_order.hpp"
#include "reading/journal_end.hpp"
#include "reading/kin.hpp"
#include "reading/overlap.hpp"
#include "reading/reading_pass.hpp"
#include "reading/reading_plan.hpp"
#include "reading/tls_search.hpp"
#include "reading/traces.hpp"
#include "text/escape.hpp"

namespace smtptally {
namespace {

constexpr int kMaxYearCorrections = 12;

/// A log of the SMTP service of IIS, with the header of a W3C extended log, or in a part without
/// it.
bool is_iis_log(const Job& job) {
  if (job.dialects == name_of(TableKind::iis_smtp)) return true;
  const std::string_view first =
      std::string_view(job.file.head).substr(0, job.file.head.find('\n'));
  return job.hosts.empty() && !is_exchange(job) && first.find("SMTPSVC") != std::string_view::npos;
}

/// Says of an input that it does not begin with a log, and whose it looks like.
InputNote no_log(Job& job, const Config& config) {
  using enum InputNote::Severity;
  const std::string path = visible(job.file.path);
  const std::optional<Trace> trace = find_trace_in_head(job.file, config);
  const std::string but =
      trace ? fmt::format(", though line {} looks like one of {}", trace->line, trace->of) : "";
  if (!job.file.explicitly_named) {
    return {trace ? warning : info, fmt::format("{}: skipped, not a mail log{}", path, but)};
  }
  return {problem, fmt::format("{}: not a log in a format that smtptally knows{}; see DIALECTS in "
                               "the manual",
                               path, but)};
}

std::vector<Job> make_jobs(InputSet set, const Config& config, std::vector<InputNote>& notes) {
  std::vector<Job> jobs;
  HeadMemory heads;
  for (InputFile& file : set.files) {
    Job job;
    job.file = std::move(file);
    inspect(job, config, heads);
    if (job.dialects == name_of(TableKind::send)) {
      notes.push_back({InputNote::Severity::info,
                       fmt::format("{}: skipped, an SMTP send log; mail that leaves the server is "
                                   "no submission",
                                   visible(job.file.path))});
      continue;
    }
    if (is_iis_log(job)) {
      notes.push_back(
          {job.file.explicitly_named ? InputNote::Severity::problem : InputNote::Severity::info,
           fmt::format("{}: skipped, a log of the SMTP service of IIS (W3C extended or "
                       "its older forms); it tells neither logins nor TLS versions as "
                       "Exchange's SMTP receive protocol logs do",
                       visible(job.file.path))});
      continue;
    }
    if (!job.is_log && begins_clients_report(job.file.head)) {
      notes.push_back(
          {job.file.explicitly_named ? InputNote::Severity::problem : InputNote::Severity::info,
           fmt::format("{0}: skipped, an exported SMTP AUTH clients report; it is no log, "
                       "but can be compared with one: smtptally compare {0} LOG",
                       visible(job.file.path))});
      continue;
    }
    if (!job.is_log && !job.file.head.empty() && !job.file.head_damaged) {
      notes.push_back(no_log(job, config));
      if (!job.file.explicitly_named) continue;
    }
    job.number = jobs.size();
    jobs.push_back(std::move(job));
  }
  return jobs;
}

/// Gives what journalctl has to say, if it could be run.
std::shared_ptr<const Complaints> add_journal(const Config& config, std::vector<Job>& jobs,
                                              std::vector<InputNote>& notes) {
  auto source = run_program("journalctl", journalctl_arguments(config.selection.range));
  if (!source) {
    notes.push_back({InputNote::Severity::problem, source.error().message});
    return nullptr;
  }
  Job job;
  job.file.path = "journal";
  job.file.modified = config.now;
  job.file.stream = std::move(source.value().bytes);
  job.is_log = true;
  jobs.push_back(std::move(job));
  return std::move(source.value().complaints);
}

/// That it ran and had something to say all the same: whose messages it did not see.
void note_complaints(const Complaints& complaints, std::vector<InputNote>& notes) {
  const std::string said = complaints.text();
  if (said.empty()) return;
  const bool told = std::any_of(notes.begin(), notes.end(), [&](const InputNote& note) {
    return note.message.find(said) != std::string::npos;
  });
  if (!told) notes.push_back({InputNote::Severity::info, "journalctl: " + said});
}

/// With a range it depends on the way of reading how many there are.
void note_disorder(const Config& config, ReadResult& result) {
  if (result.falls == 0 || config.selection.range != TimeRange{}) return;
  result.notes.push_back(
      {InputNote::Severity::info,
       fmt::format("stamps step back by more than a second in {} places; a session or a copy of a "
                   "line may be taken for another one there, and --jobs may change that",
                   result.falls)});
}

bool any_goes_beyond(const std::vector<Job>& jobs) {
  return std::any_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.goes_beyond; });
}

std::optional<TimeRange> covered_by(const std::vector<Job>& jobs, const ReadingPlan& plan) {
  TimeRange covered{.since = kEndOfTime, .until = kBeginningOfTime};
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (jobs[i].earliest == kEndOfTime) continue;
    covered.since = std::min(covered.since, jobs[i].earliest);
    covered.until =
        std::max({covered.until, jobs[i].last.value_or(jobs[i].earliest), plan.parts[i].latest});
  }
  if (covered.since == kEndOfTime) return std::nullopt;
  return covered;
}

/// Reads the jobs, again as long as what was read says that it has to be done in another way.
ReadResult read_jobs(std::vector<Job>& jobs, const Config& config, const CollectSpec& spec,
                     Meter& meter) {
  Reach reach = Reach::near;
  bool same_lines = false;  // Two logs may hold them, as what was read of both says.
  for (int correction = 0;;) {
    put_in_order(jobs, config);
    const bool second_copies = same_lines || any_overlap(jobs, config);
    const ReadingPlan plan = plan_reading(jobs, config, reach, second_copies);
    meter.read = 0;
    ReadResult result;
    result.piece =
        std::make_unique<Piece>(Correlator::World::closed, spec, config.selection, config.zone);
    ReadingPass pass({.config = config,
                      .spec = spec,
                      .plan = plan,
                      .meter = meter,
                      .result = result,
                      .last_try = correction == kMaxYearCorrections});
    if (second_copies) pass.expect_second_copies();
    const auto kin = second_copies ? first_of_kin(jobs) : std::vector<std::size_t>();
    if (Job* const wrong = pass.read(jobs)) {
      take_year(*wrong, wrong->year - wrong->years_too_late, config);
      ++correction;
    } else if (plan.leaves_out_earlier() && result.piece->misses_earlier()) {
      // A session of the range began before what was read.
      reach = reach == Reach::near ? Reach::far : Reach::beginning;
    } else if (second_copies ? first_of_kin(jobs) != kin
                             : any_goes_beyond(jobs) && any_overlap(jobs, config)) {
      same_lines = true;
    } else {
      result.piece->finish();
      result.covered = covered_by(jobs, plan);
      find_services_with_tls(pass.unread(), config, result.piece->coverage());
      return result;
    }
  }
}

/// What can be read once only can not be read again when the year of another log turns out to be
/// wrong, so that the files are read before, to find their years.
void find_years_before_pipes(std::vector<Job>& jobs, const Config& config, const CollectSpec& spec,
                             Meter& meter) {
  const auto pipes =
      std::partition(jobs.begin(), jobs.end(), [](const Job& job) { return job.file.regular; });
  const bool may_be_wrong = std::any_of(jobs.begin(), pipes, [](const Job& job) {
    return job.yearless || !job.is_log || is_exchange(job);
  });
  if (pipes == jobs.end() || !may_be_wrong || config.log_year) return;
  std::vector<Job> files(std::make_move_iterator(jobs.begin()), std::make_move_iterator(pipes));
  Config whole = config;
  whole.seek.allowed = false;
  (void)read_jobs(files, whole, spec, meter);
  std::move(files.begin(), files.end(), jobs.begin());
}

}  // namespace

ReadResult read_inputs(const Config& config, const CollectSpec& spec, Meter& meter) {
  std::vector<InputNote> notes;
  std::vector<Job> jobs;
  std::shared_ptr<const Complaints> complaints;
  if (config.journal) {
    complaints = add_journal(config, jobs, notes);
  } else {
    InputSet set = find_inputs(config.inputs, config.now);
    notes = std::move(set.notes);
    jobs = make_jobs(std::move(set), config, notes);
  }
  date_by_later_logs(jobs, config);
  for (const Job& job : jobs) meter.expect(job.file.regular, job.file.size);
  find_years_before_pipes(jobs, config, spec, meter);
  ReadResult result = read_jobs(jobs, config, spec, meter);
  note_disorder(config, result);
  if (complaints) note_complaints(*complaints, result.notes);
  if (config.journal && result.anything_read && !result.covered) {
    if (const auto end = end_of_journal(config)) result.covered = TimeRange{*end, *end};
  }
  result.notes.insert(result.notes.begin(), std::make_move_iterator(notes.begin()),
                      std::make_move_iterator(notes.end()));
  return result;
}

}  // namespace smtptally
