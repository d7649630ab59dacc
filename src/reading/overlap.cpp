#include "reading/overlap.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "io/random_file.hpp"

namespace smtptally {
namespace {

/// The latest stamp of some lines.
class Latest final : public LineSink {
 public:
  void line(const LogLine& line) override { at(line.time); }
  void tracking(const TrackingRow& row) override { at(row.time); }
  void protocol(const ProtocolRow& row) override { at(row.time); }
  [[nodiscard]] std::optional<Micros> time() const noexcept { return time_; }

 private:
  void at(Micros time) { time_ = std::max(time_.value_or(time), time); }

  std::optional<Micros> time_;
};

/// The latest stamp among the last lines of a file of text; nullopt for anything else.
std::optional<Micros> look_at_end(const Job& job, const Config& config, HeadMemory& heads) {
  constexpr std::uint64_t kEndBytes = std::uint64_t{64} << 10U;
  const auto opened = RandomFile::open(job.file.path);
  if (!job.is_log || !opened || !lies_as_text(*opened.value(), job.file)) return std::nullopt;
  const RandomFile& file = *opened.value();
  const std::uint64_t begin = file.size() - std::min(file.size(), kEndBytes);
  std::string bytes(kEndBytes + LogReader::kPadding, '\0');
  const auto read = file.read_at(begin, std::span(bytes).first(kEndBytes));
  if (!read) return std::nullopt;
  std::string_view lines = std::string_view(bytes).substr(0, read.value());
  if (begin > 0) lines.remove_prefix(std::min(lines.size(), lines.find('\n')));
  const auto latest_from = [&](int year) {
    Latest end;
    LogReader reader(config.log_zone, year, end, expected(config), std::move(heads));
    (void)reader.consume(lines, true);
    heads = std::move(reader).take_heads();
    return end.time();
  };
  const std::optional<Micros> latest = latest_from(job.year);
  const bool in_next_year = job.yearless && latest && *latest < job.first;
  return in_next_year ? latest_from(job.year + 1) : latest;
}

/// No line of it is later, as far as is known.
Micros end_of(const Job& job) {
  return std::min(job.file.regular ? job.file.modified : kEndOfTime, job.last.value_or(kEndOfTime));
}

bool any_may_overlap(const std::vector<Job>& jobs) {
  std::unordered_map<std::string_view, Micros> ends;  // Of the logs so far, by host.
  for (const Job& job : jobs) {
    if (!job.is_log) continue;
    for (const std::string& host : job.hosts) {
      const auto [end, is_first] = ends.try_emplace(host, end_of(job));
      if (is_first) continue;
      if (end->second - kMicrosPerSecond > job.first) return true;
      end->second = std::max(end->second, end_of(job));
    }
  }
  return false;
}

}  // namespace

bool any_overlap(std::vector<Job>& jobs, const Config& config) {
  if (!any_may_overlap(jobs)) return false;
  // What can be read once only can not be read again when a look at the ends was wrong.
  const bool all_files =
      std::all_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.file.regular; });
  if (!all_files) return true;
  HeadMemory heads;  // PERF: one for all, as when their beginnings are looked at.
  for (Job& job : jobs) {
    if (!job.last) job.last = look_at_end(job, config, heads);
  }
  return any_may_overlap(jobs);
}

}  // namespace smtptally
