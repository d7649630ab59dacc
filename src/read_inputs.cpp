#include "read_inputs.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "format/escape.hpp"
#include "input_job.hpp"
#include "io/journal_source.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} * 1024;
constexpr int kMaxYearCorrections = 12;

/// Reads a source to its end. The reader takes whole lines; what is left of one stays in front of
/// the next bytes. Damage ends it: what came before is counted.
std::optional<Error> drain(ByteSource& source, LogReader& reader, std::vector<char>& buffer) {
  std::size_t held = 0;
  buffer.resize(std::max(buffer.size(), kBufferBytes + JsonLines::kPadding));
  while (true) {
    std::size_t room = buffer.size() - JsonLines::kPadding - held;
    if (room == 0) {
      buffer.resize(buffer.size() * 2);
      room = buffer.size() - JsonLines::kPadding - held;
    }
    const Result<std::size_t> got = source.read({buffer.data() + held, room});
    const std::size_t size = held + (got ? got.value() : 0);
    const bool at_end = !got || got.value() == 0;
    const std::size_t taken = reader.consume({buffer.data(), size}, at_end);
    held = size - taken;
    if (held > 0) std::memmove(buffer.data(), buffer.data() + taken, held);
    if (!got) return got.error();
    if (at_end) return std::nullopt;
  }
}

void count(const ReadCounts& counts, Coverage& coverage) {
  coverage[CoverageItem::lines] += counts.lines;
  coverage[CoverageItem::bytes] += counts.bytes;
  coverage[CoverageItem::lines_malformed] += counts.malformed;
  coverage[CoverageItem::lines_irrelevant] += counts.irrelevant;
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
    if (!summary.note.empty()) summary.note += "; ";
    summary.note += fmt::format("{} lines fit no log format, the first is line {}",
                                counts.malformed, counts.first_malformed);
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

enum class JobEnd : std::uint8_t { done, wrong_year };

JobEnd read_job(Job& job, const Config& config, bool last_try, std::vector<char>& buffer,
                ReadResult& result) {
  Result<std::unique_ptr<ByteSource>> source = open_again(job.file);
  if (!source) {
    result.notes.push_back({InputNote::Severity::problem, source.error().message});
    return JobEnd::done;
  }
  result.anything_read = true;
  LogReader reader(config.log_zone, job.year, *result.piece, expected(config));
  const std::optional<Error> damage = drain(*source.value(), reader, buffer);
  if (damage) result.notes.push_back({InputNote::Severity::problem, damage->message});
  if (year_is_wrong(job, reader, config)) {
    if (job.file.regular && !last_try) return JobEnd::wrong_year;
    result.notes.push_back(
        {InputNote::Severity::info,
         fmt::format("{}: its stamps have no year and lie in the future when the first is of {}; "
                     "say --year",
                     visible(job.file.path), job.year)});
  }
  count(reader.counts(), result.piece->coverage());
  result.inputs.push_back(summarize(job, reader));
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

ReadResult read_inputs(const Config& config, const CollectSpec& spec) {
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
  std::vector<char> buffer;
  for (int correction = 0;; ++correction) {
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const Job& a, const Job& b) { return a.first < b.first; });
    result = {};
    result.notes = found_notes;
    result.piece =
        std::make_unique<Piece>(Correlator::World::closed, spec, config.selection, config.zone);
    if (any_overlap(jobs)) result.piece->expect_second_copies();
    const auto wrong = std::find_if(jobs.begin(), jobs.end(), [&](Job& job) {
      const bool last_try = correction == kMaxYearCorrections;
      return read_job(job, config, last_try, buffer, result) == JobEnd::wrong_year;
    });
    if (wrong == jobs.end()) break;
    take_year(*wrong, wrong->year - 1, config);
  }
  result.piece->finish();
  return result;
}

}  // namespace smtptally
