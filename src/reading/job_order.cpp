#include "reading/job_order.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "reading/overlap.hpp"

namespace smtptally {
namespace {

constexpr Micros kDay = Micros{86400} * kMicrosPerSecond;

bool have_a_host_in_common(const Job& a, const Job& b) {
  return std::any_of(a.hosts.begin(), a.hosts.end(),
                     [&](const std::string& host) { return b.hosts.contains(host); });
}

Micros end_of(const Job& job) { return job.last.value_or(job.file.modified); }

/// How many years earlier the log ends where `next`, whose years are known, begins; 0 if never.
int years_in_front_of(const Job& next, const Job& log, Micros last, const Config& config) {
  constexpr Micros kMostBetween = 61 * kDay;
  if (!have_a_host_in_common(log, next)) return 0;
  if (std::abs(log.first - next.first) <= kDay) return 0;
  const int years = years_behind(last, next.first, config.log_zone);
  if (years == 0) return 0;
  // Their lengths differ by a day, which is nothing here.
  const Micros earlier = last - static_cast<Micros>(years) * 365 * kDay;
  return next.first - earlier <= kMostBetween ? years : 0;
}

}  // namespace

void put_in_order(std::vector<Job>& jobs, const Config& config) {
  std::sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) {
    return std::tie(a.first, a.number) < std::tie(b.first, b.number);
  });
  for (auto begin = jobs.begin(); begin != jobs.end();) {
    const auto end =
        std::find_if(begin, jobs.end(), [&](const Job& job) { return job.first != begin->first; });
    const bool several = end - begin > 1 && begin->first != kEndOfTime;
    const bool files = std::all_of(begin, end, [](const Job& job) { return job.file.regular; });
    if (several && files) {
      for (auto job = begin; job != end; ++job) {
        if (!job->last) job->last = time_of_last_lines(*job, config);
      }
      std::sort(begin, end, [](const Job& a, const Job& b) {
        return std::tuple(end_of(a), a.number) < std::tuple(end_of(b), b.number);
      });
    }
    begin = end;
  }
}

void date_by_later_logs(std::vector<Job>& jobs, const Config& config) {
  if (config.log_year || jobs.size() < 2) return;
  std::vector<const Job*> dated;
  std::vector<Job*> guessed;
  for (Job& job : jobs) {
    if (job.dated) dated.push_back(&job);
    if (job.yearless && !job.dated && job.file.regular) guessed.push_back(&job);
  }
  // One that was dated dates the one in front of it.
  for (std::size_t next = 0; next < dated.size(); ++next) {
    for (Job*& job : guessed) {
      if (job == nullptr) continue;
      const auto last = time_of_last_lines(*job, config);
      if (!last || job->file.modified - *last < 2 * kDay) continue;
      const int years = years_in_front_of(*dated[next], *job, *last, config);
      if (years == 0) continue;
      take_year(*job, job->year - years, config);
      dated.push_back(std::exchange(job, nullptr));
    }
  }
}

}  // namespace smtptally
