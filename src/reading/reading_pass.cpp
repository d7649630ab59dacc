#include "reading/reading_pass.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "format/escape.hpp"
#include "io/open_input.hpp"
#include "io/random_file.hpp"
#include "reading/in_order.hpp"

namespace smtptally {
namespace {

void count(const ReadCounts& counts, Coverage& coverage) {
  coverage[CoverageItem::lines] += counts.lines;
  coverage[CoverageItem::bytes] += counts.bytes;
  coverage[CoverageItem::lines_malformed] += counts.malformed;
  coverage[CoverageItem::lines_irrelevant] += counts.irrelevant;
}

void add_note(std::string_view note, InputSummary& summary) {
  if (!summary.note.empty() && !note.empty()) summary.note += "; ";
  summary.note += note;
}

InputSummary summarize(const Job& job, const ReadOutcome& outcome) {
  const ReadCounts& counts = outcome.counts;
  InputSummary summary;
  summary.path = job.file.path;
  summary.dialect = outcome.dialects();
  summary.encoding = name_of(job.file.encoding);
  summary.lines = counts.lines;
  summary.bytes = counts.bytes;
  summary.has_times = counts.logged > 0;
  summary.first = counts.first;
  summary.last = counts.last;
  if (outcome.guessed_year) {
    summary.note = fmt::format("stamps have no year, the first one is taken as {}", job.year);
  }
  if (counts.malformed > 0) {
    add_note(fmt::format("{} lines fit no log format, the first is line {}", counts.malformed,
                         counts.first_malformed),
             summary);
  }
  return summary;
}

/// Whether the year that was guessed for the file can not be right: a stamp after the file was
/// written, or a February 29 in a year without one.
bool year_is_wrong(const Job& job, const ReadOutcome& outcome, const Config& config) {
  if (!outcome.guessed_year || config.log_year) return false;
  if (outcome.leap_conflict) return true;
  return outcome.counts.logged > 0 && outcome.counts.last > latest_possible(job.file, config);
}

/// Opens a file behind its first `begin` bytes; what is read from the beginning may be packed, or
/// no file.
Result<std::unique_ptr<ByteSource>> open_from(InputFile& input, std::uint64_t begin, unsigned jobs,
                                              Meter& meter) {
  if (begin == 0) return open_input(input, jobs, meter);
  meter.add(begin);
  Result<RandomFile> file = RandomFile::open(input.path);
  if (!file) return file.error();
  return make_part_source(std::make_shared<RandomFile>(std::move(file).value()), begin);
}

}  // namespace

ReadingPass::ReadingPass(const Config& config, const CollectSpec& spec, const ReadingPlan& plan,
                         Meter& meter, ReadResult& result)
    : config_(&config), spec_(&spec), plan_(&plan), meter_(&meter), result_(&result) {}

void ReadingPass::expect_second_copies() {
  second_copies_ = true;
  result_->piece->expect_second_copies();
}

void ReadingPass::problem(const Error& error) {
  result_->notes.push_back({InputNote::Severity::problem, error.message});
}

/// The file lies outside the range as a whole.
void ReadingPass::leave_out(const Job& job) {
  result_->anything_read = true;
  InputSummary summary;
  summary.path = job.file.path;
  summary.dialect = job.dialects;
  summary.encoding = name_of(job.file.encoding);
  summary.note = "not read, outside the range";
  result_->piece->coverage()[CoverageItem::bytes_skipped] += job.file.size;
  result_->inputs.push_back(std::move(summary));
  unread_.push_back({.job = &job});
}

void ReadingPass::say_what_is_unread(const Job& job, const FilePart& part, std::uint64_t end,
                                     InputSummary& summary) {
  add_note(part.note, summary);
  const std::uint64_t size = job.file.size;
  end = std::min(end, size);
  if (job.file.encoding != Encoding::plain || (part.begin == 0 && end == size)) return;
  add_note(fmt::format("read from byte {} to {} of {}", part.begin, end, size), summary);
  if (part.begin > 0) unread_.push_back({.job = &job, .end = part.begin});
  if (end < size) unread_.push_back({.job = &job, .begin = end});
  result_->piece->coverage()[CoverageItem::bytes_skipped] += part.begin + (size - end);
}

/// `stopped_at` is the byte at which reading ended before the end of the file.
ReadingPass::JobEnd ReadingPass::finish_job(Job& job, const FilePart& part,
                                            const ReadOutcome& outcome,
                                            std::optional<std::uint64_t> stopped_at,
                                            bool last_try) {
  if (year_is_wrong(job, outcome, *config_)) {
    if (job.file.regular && !last_try) return JobEnd::wrong_year;
    result_->notes.push_back(
        {InputNote::Severity::info,
         fmt::format("{}: its stamps have no year and lie in the future when the first is of {}; "
                     "say --year",
                     visible(job.file.path), job.year)});
  }
  count(outcome.counts, result_->piece->coverage());
  InputSummary summary = summarize(job, outcome);
  say_what_is_unread(job, part, stopped_at.value_or(UINT64_MAX), summary);
  result_->inputs.push_back(std::move(summary));
  return JobEnd::done;
}

/// Reads the lines that begin in front of part.stop_from; `rest` is the source of what follows.
std::optional<Error> ReadingPass::read_in_range(const Job& job, const FilePart& part,
                                                LogReader& reader,
                                                std::unique_ptr<ByteSource>& rest) {
  Result<RandomFile> opened = RandomFile::open(job.file.path);
  if (!opened) return opened.error();
  const auto file = std::make_shared<RandomFile>(std::move(opened).value());
  const std::uint64_t end = next_line(*file, part.stop_from - 1);
  const auto source = make_part_source(file, part.begin, end);
  const bool last = end == UINT64_MAX;
  auto damage = feed_.run(*source, reader, last ? Feed::End::of_input : Feed::End::of_a_part,
                          SIZE_MAX, [] { return false; });
  meter_->add(reader.counts().bytes);
  rest = make_part_source(file, part.begin + reader.counts().bytes);
  return damage;
}

ReadingPass::JobEnd ReadingPass::read_job(Job& job, const FilePart& part, bool last_try) {
  Result<std::unique_ptr<ByteSource>> source =
      open_from(job.file, part.begin, config_->jobs, *meter_);
  if (!source) {
    problem(source.error());
    return JobEnd::done;
  }
  result_->anything_read = true;
  LogReader reader(config_->log_zone, part.year, *result_->piece, expected(*config_));
  std::optional<std::uint64_t> stopped_at;
  const auto enough = [&] {
    if (!result_->piece->awaits_more()) stopped_at = part.begin + reader.counts().bytes;
    return stopped_at.has_value();
  };
  std::optional<Error> damage;
  const bool ends_early = part.stop_from != UINT64_MAX && part.stop_from > part.begin;
  if (ends_early) damage = read_in_range(job, part, reader, source.value());
  // Asked at the same places whatever the number of jobs, so that the same is read.
  if (!damage && (!ends_early || !enough())) {
    const bool never = part.stop_from == UINT64_MAX;
    damage = feed_.run(*source.value(), reader, Feed::End::of_input, config_->seek.step,
                       [&] { return !never && enough(); });
  }
  if (damage) problem(*damage);
  return finish_job(job, part, reader.outcome(), stopped_at, last_try);
}

/// One job after the other, or the part of it that the plan wants.
ReadingPass::JobEnd ReadingPass::take(std::size_t index, Job& job, bool last_try) {
  const FilePart& part = plan_->parts[index];
  const bool enough = part.stop_from == 0 && !result_->piece->awaits_more();
  if (!part.skipped && !enough) return read_job(job, part, last_try);
  leave_out(job);
  return JobEnd::done;
}

Job* ReadingPass::read(std::vector<Job>& jobs, bool last_try) {
  if (side_by_side(jobs)) return read_side_by_side(jobs, last_try);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (take(i, jobs[i], last_try) == JobEnd::wrong_year) return &jobs[i];
  }
  return nullptr;
}

/// Whether there is anything to share out. Mail without login is not: whether a content filter gave
/// a message back is seen in lines that may lie in two parts.
bool ReadingPass::side_by_side(const std::vector<Job>& jobs) const {
  if (config_->jobs < 2 || second_copies_ || config_->selection.auth != AuthScope::only) {
    return false;
  }
  const bool large = jobs.size() == 1 && jobs[0].file.regular &&
                     jobs[0].file.encoding == Encoding::plain &&
                     jobs[0].file.size >= 2 * slice_bytes(jobs[0].file.size, *config_);
  return jobs.size() > 1 || large;
}

/// What one thread does at a time.
struct ReadingPass::Task {
  enum class Kind : std::uint8_t {
    slice,  ///< A part of a file.
    whole,  ///< An input that can not be cut.
    later,  ///< Left to the thread that merges: what the range may not need.
  };
  Kind kind = Kind::later;
  std::size_t job = 0;
  bool first = true;  ///< Of its job.
  bool last = true;
  Slice slice;
  /// Opened once: another file may have its name when the last slice is read.
  std::shared_ptr<const RandomFile> file;
};

/// Makes the tasks, job by job, in the order of the log.
class ReadingPass::Tasks {
 public:
  Tasks(const ReadingPass& pass, const std::vector<Job>& jobs) : pass_(&pass), jobs_(&jobs) {}

  std::optional<Task> next() {
    if (slicer_) return next_slice(false);
    if (job_ == jobs_->size()) return std::nullopt;
    const FilePart& part = pass_->plan_->parts[job_];
    const Job& job = (*jobs_)[job_];
    // A pipe can be read once, so not before it is known that what stands in front of it is right.
    if (part.skipped || part.stop_from == 0 || !job.file.regular) return one(Task::Kind::later);
    begin_slices(job, part);
    if (slicer_) return next_slice(true);
    const bool all = part.begin == 0 && part.stop_from == UINT64_MAX;
    return one(all ? Task::Kind::whole : Task::Kind::later);
  }

 private:
  Task one(Task::Kind kind) { return {.kind = kind, .job = job_++, .slice = {}, .file = {}}; }

  void begin_slices(const Job& job, const FilePart& part) {
    if (job.file.encoding != Encoding::plain) return;
    Result<RandomFile> opened = RandomFile::open(job.file.path);
    if (!opened || !lies_as_text(opened.value(), job.file)) return;
    file_ = std::make_shared<RandomFile>(std::move(opened).value());
    auto slicer =
        std::make_unique<Slicer>(file_, *pass_->config_, part.begin, part.stop_from, part.year);
    if (slicer->can_cut()) slicer_ = std::move(slicer);
  }

  std::optional<Task> next_slice(bool first) {
    Task task{.kind = Task::Kind::slice, .job = job_, .first = first, .slice = {}, .file = file_};
    task.slice = *slicer_->next();
    task.last = slicer_->done();
    if (task.last) {
      slicer_.reset();
      ++job_;
    }
    return task;
  }

  const ReadingPass* pass_;
  const std::vector<Job>* jobs_;
  std::size_t job_ = 0;
  std::shared_ptr<const RandomFile> file_;
  std::unique_ptr<Slicer> slicer_;
};

/// Takes the results of the tasks, in their order.
class ReadingPass::Merger {
 public:
  Merger(ReadingPass& pass, std::vector<Job>& jobs, bool last_try)
      : pass_(&pass), jobs_(&jobs), last_try_(last_try) {}

  /// False when the year of a job is wrong.
  bool take(const Task& task, PartResult part) {
    Job& job = (*jobs_)[task.job];
    if (task.kind == Task::Kind::later) {
      return done(pass_->take(task.job, job, last_try_), job);
    }
    if (task.first) {
      outcome_ = {};
      failed_ = false;
      at_ = task.slice.begin;
      context_ = task.slice.context;
    }
    if (failed_) return !task.last || finish(task, job, {});
    if (task.kind == Task::Kind::slice && !begins_where_we_are(task.slice)) {
      const Slice slice{.begin = at_, .end = task.slice.end, .context = context_};
      part = read_slice(task.file, slice, *pass_->config_, *pass_->spec_, *pass_->meter_);
    }
    add(std::move(part));
    return !task.last || finish_behind(task, job);
  }

  [[nodiscard]] Job* wrong() const noexcept { return wrong_; }

 private:
  /// What was guessed when the slice was cut was right.
  [[nodiscard]] bool begins_where_we_are(const Slice& slice) const {
    return slice.begin == at_ && slice.context == context_;
  }

  void add(PartResult part) {
    if (part.problem) {
      pass_->problem(*part.problem);
      failed_ = true;
    }
    opened_ = part.opened;
    if (!part.opened) return;
    pass_->result_->anything_read = true;
    pass_->result_->piece->merge(*part.piece);
    outcome_.append(part.outcome);
    at_ = part.end;
    context_ = part.context;
  }

  /// Behind the range: on until nothing of it is open any more.
  bool finish_behind(const Task& task, Job& job) {
    if (failed_ || task.kind != Task::Kind::slice || task.slice.end == UINT64_MAX) {
      return finish(task, job, {});
    }
    ReadResult& result = *pass_->result_;
    if (!result.piece->awaits_more()) return finish(task, job, at_);
    const auto source = make_part_source(task.file, at_);
    LogReader reader(pass_->config_->log_zone, context_, *result.piece, expected(*pass_->config_));
    std::optional<std::uint64_t> stopped_at;
    const auto damage =
        pass_->feed_.run(*source, reader, Feed::End::of_input, pass_->config_->seek.step, [&] {
          if (!result.piece->awaits_more()) stopped_at = at_ + reader.counts().bytes;
          return stopped_at.has_value();
        });
    if (damage) pass_->problem(*damage);
    outcome_.append(reader.outcome());
    return finish(task, job, stopped_at);
  }

  bool finish(const Task& task, Job& job, std::optional<std::uint64_t> stopped_at) {
    if (!opened_ && outcome_.counts.bytes == 0) return true;
    const FilePart& part = pass_->plan_->parts[task.job];
    return done(pass_->finish_job(job, part, outcome_, stopped_at, last_try_), job);
  }

  bool done(JobEnd end, Job& job) {
    if (end == JobEnd::wrong_year) wrong_ = &job;
    return wrong_ == nullptr;
  }

  ReadingPass* pass_;
  std::vector<Job>* jobs_;
  bool last_try_;
  Job* wrong_ = nullptr;

  // Of the job at hand.
  ReadOutcome outcome_;
  std::uint64_t at_ = 0;        ///< What was read of it, in bytes of the file.
  LogReader::Context context_;  ///< For what follows.
  bool opened_ = false;
  bool failed_ = false;  ///< The rest of it can not be read.
};

Job* ReadingPass::read_side_by_side(std::vector<Job>& jobs, bool last_try) {
  Tasks tasks(*this, jobs);
  Merger merger(*this, jobs, last_try);
  // Two parts a thread: one that it reads, one that waits to be merged.
  InOrder<Task, PartResult> in_order(config_->jobs, std::size_t{2} * config_->jobs);
  in_order.run(
      [&] { return tasks.next(); },
      [&](Task& task) {
        Job& job = jobs[task.job];
        switch (task.kind) {
          case Task::Kind::slice:
            return read_slice(task.file, task.slice, *config_, *spec_, *meter_);
          case Task::Kind::whole:
            return read_whole(job, plan_->parts[task.job].year, *config_, *spec_, *meter_);
          case Task::Kind::later:
            break;
        }
        return PartResult();
      },
      [&](const Task& task, PartResult part) { return merger.take(task, std::move(part)); });
  return merger.wrong();
}

}  // namespace smtptally
