#include "read_inputs.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "format/escape.hpp"
#include "input_job.hpp"
#include "io/journal_source.hpp"
#include "io/open_input.hpp"
#include "io/random_file.hpp"
#include "range/reading_plan.hpp"
#include "range/tls_search.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} * 1024;
constexpr int kMaxYearCorrections = 12;

/// Reads a source to its end, or until `enough`, asked every `step` bytes, says so. The reader
/// takes whole lines; what is left of one stays in front of the next bytes. Damage ends it: what
/// came before is counted.
template <class Enough>
std::optional<Error> drain(ByteSource& source, LogReader& reader, std::vector<char>& buffer,
                           std::size_t step, const Enough& enough) {
  std::size_t held = 0;
  buffer.resize(std::max(buffer.size(), kBufferBytes + LogReader::kPadding));
  while (true) {
    std::size_t room = buffer.size() - LogReader::kPadding - held;
    if (room == 0) {
      buffer.resize(buffer.size() * 2);
      room = buffer.size() - LogReader::kPadding - held;
    }
    room = std::min(room, step);
    const Result<std::size_t> got = source.read({buffer.data() + held, room});
    const std::size_t size = held + (got ? got.value() : 0);
    const bool at_end = !got || got.value() == 0;
    const std::size_t taken = reader.consume({buffer.data(), size}, at_end);
    held = size - taken;
    if (held > 0) std::memmove(buffer.data(), buffer.data() + taken, held);
    if (!got) return got.error();
    if (at_end || enough()) return std::nullopt;
  }
}

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

InputSummary summarize(const Job& job, const LogReader& reader) {
  const ReadCounts& counts = reader.counts();
  InputSummary summary;
  summary.path = job.file.path;
  summary.dialect = reader.dialects();
  summary.encoding = name_of(job.file.encoding);
  summary.lines = counts.lines;
  summary.bytes = counts.bytes;
  summary.has_times = counts.logged > 0;
  summary.first = counts.first;
  summary.last = counts.last;
  if (reader.stamps().guessed_year()) {
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
bool year_is_wrong(const Job& job, const LogReader& reader, const Config& config) {
  if (!reader.stamps().guessed_year() || config.log_year) return false;
  if (reader.stamps().leap_conflict()) return true;
  return reader.counts().logged > 0 && reader.counts().last > latest_possible(job.file, config);
}

/// Opens a file behind its first `begin` bytes; what is read from the beginning may be packed, or
/// no file.
Result<std::unique_ptr<ByteSource>> open_from(InputFile& input, std::uint64_t begin, unsigned jobs,
                                              Meter& meter) {
  if (begin == 0) return open_input(input, jobs, meter);
  meter.add(begin);
  Result<RandomFile> file = RandomFile::open(input.path);
  if (!file) return file.error();
  return make_part_source(std::move(file).value(), begin);
}

/// One pass over the jobs: into one piece, by one plan.
class Pass {
 public:
  Pass(const Config& config, const ReadingPlan& plan, std::vector<char>& buffer, Meter& meter,
       ReadResult& result)
      : config_(&config), plan_(&plan), buffer_(&buffer), meter_(&meter), result_(&result) {}

  /// Reads the jobs in their order; the one whose year can not be right ends it, unless this is the
  /// last try.
  [[nodiscard]] Job* read(std::vector<Job>& jobs, bool last_try) {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      const FilePart& part = plan_->parts[i];
      const bool enough = part.stop_from == 0 && !result_->piece->awaits_more();
      if (part.skipped || enough) {
        leave_out(jobs[i]);
      } else if (read_job(jobs[i], part, last_try) == JobEnd::wrong_year) {
        return &jobs[i];
      }
    }
    return nullptr;
  }

  [[nodiscard]] const std::vector<UnreadPart>& unread() const noexcept { return unread_; }

 private:
  enum class JobEnd : std::uint8_t { done, wrong_year };

  JobEnd read_job(Job& job, const FilePart& part, bool last_try);
  void leave_out(const Job& job);
  void say_what_is_unread(const Job& job, const FilePart& part, std::uint64_t end,
                          InputSummary& summary);

  const Config* config_;
  const ReadingPlan* plan_;
  std::vector<char>* buffer_;
  Meter* meter_;
  ReadResult* result_;
  std::vector<UnreadPart> unread_;
};

/// The file lies outside the range as a whole.
void Pass::leave_out(const Job& job) {
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

void Pass::say_what_is_unread(const Job& job, const FilePart& part, std::uint64_t end,
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

Pass::JobEnd Pass::read_job(Job& job, const FilePart& part, bool last_try) {
  Result<std::unique_ptr<ByteSource>> source =
      open_from(job.file, part.begin, config_->jobs, *meter_);
  if (!source) {
    result_->notes.push_back({InputNote::Severity::problem, source.error().message});
    return JobEnd::done;
  }
  result_->anything_read = true;
  LogReader reader(config_->log_zone, part.year, *result_->piece, expected(*config_));
  bool stopped = false;
  const auto end = [&] { return part.begin + reader.counts().bytes; };
  const auto damage = drain(*source.value(), reader, *buffer_, config_->seek.step, [&] {
    stopped = end() >= part.stop_from && !result_->piece->awaits_more();
    return stopped;
  });
  if (damage) result_->notes.push_back({InputNote::Severity::problem, damage->message});
  if (year_is_wrong(job, reader, *config_)) {
    if (job.file.regular && !last_try) return JobEnd::wrong_year;
    result_->notes.push_back(
        {InputNote::Severity::info,
         fmt::format("{}: its stamps have no year and lie in the future when the first is of {}; "
                     "say --year",
                     visible(job.file.path), job.year)});
  }
  count(reader.counts(), result_->piece->coverage());
  InputSummary summary = summarize(job, reader);
  say_what_is_unread(job, part, stopped ? end() : UINT64_MAX, summary);
  result_->inputs.push_back(std::move(summary));
  return JobEnd::done;
}

std::vector<Job> make_jobs(InputSet set, const Config& config, std::vector<InputNote>& notes) {
  std::vector<Job> jobs;
  for (InputFile& file : set.files) {
    Job job;
    job.file = std::move(file);
    inspect(job, config);
    if (job.dialects == name_of(TableKind::send)) {
      notes.push_back({InputNote::Severity::info,
                       fmt::format("{}: skipped, an SMTP send log; mail that leaves the server is "
                                   "no submission",
                                   visible(job.file.path))});
      continue;
    }
    if (!job.is_log && !job.file.head.empty() && !job.file.head_damaged) {
      const std::string path = visible(job.file.path);
      if (!job.file.explicitly_named) {
        notes.push_back(
            {InputNote::Severity::info, fmt::format("{}: skipped, not a mail log", path)});
        continue;
      }
      notes.push_back({InputNote::Severity::problem,
                       fmt::format("{}: not a log in a format that smtptally knows; see DIALECTS "
                                   "in the manual",
                                   path)});
    }
    jobs.push_back(std::move(job));
  }
  return jobs;
}

void add_journal(const Config& config, std::vector<Job>& jobs, std::vector<InputNote>& notes) {
  auto source = run_program("journalctl", journalctl_arguments(config.selection.range));
  if (!source) {
    notes.push_back({InputNote::Severity::problem, source.error().message});
    return;
  }
  Job job;
  job.file.path = "journal";
  job.file.modified = config.now;
  job.file.stream = std::move(source).value();
  job.is_log = true;
  jobs.push_back(std::move(job));
}

}  // namespace

ReadResult read_inputs(const Config& config, const CollectSpec& spec, Meter& meter) {
  ReadResult result;
  std::vector<InputNote> found_notes;
  std::vector<Job> jobs;
  if (config.journal) {
    add_journal(config, jobs, found_notes);
  } else {
    InputSet set = find_inputs(config.inputs, config.now);
    found_notes = std::move(set.notes);
    jobs = make_jobs(std::move(set), config, found_notes);
  }
  for (const Job& job : jobs) meter.expect(job.file.regular, job.file.size);
  std::vector<char> buffer;
  Reach reach = Reach::near;
  for (int correction = 0;;) {
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const Job& a, const Job& b) { return a.first < b.first; });
    const ReadingPlan plan = plan_reading(jobs, config, reach);
    meter.read = 0;
    result = {};
    result.notes = found_notes;
    result.piece =
        std::make_unique<Piece>(Correlator::World::closed, spec, config.selection, config.zone);
    if (any_overlap(jobs)) result.piece->expect_second_copies();
    Pass pass(config, plan, buffer, meter, result);
    if (Job* const wrong = pass.read(jobs, correction == kMaxYearCorrections)) {
      take_year(*wrong, wrong->year - 1, config);
      ++correction;
    } else if (plan.leaves_out_earlier() && result.piece->misses_earlier()) {
      // A session of the range began before what was read.
      reach = reach == Reach::near ? Reach::far : Reach::beginning;
    } else {
      result.piece->finish();
      find_services_with_tls(pass.unread(), config, result.piece->coverage());
      return result;
    }
  }
}

}  // namespace smtptally
