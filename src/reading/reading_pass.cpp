#include "reading/reading_pass.hpp"

#include "reading/by_time.hpp"
#include "reading/side_by_side.hpp"
#include "reading/slices.hpp"

namespace smtptally {

void ReadingPass::expect_second_copies() {
  second_copies_ = true;
  reading_.result.piece->expect_second_copies();
}

Job* ReadingPass::read(std::vector<Job>& jobs) {
  if (second_copies_) return read_by_time(reading_, reader_, jobs);
  if (side_by_side(jobs)) return read_side_by_side(reading_, reader_, jobs);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const JobReader::End end = reader_.take(jobs[i], reading_.plan.parts[i]);
    if (end == JobReader::End::wrong_year) return &jobs[i];
  }
  return nullptr;
}

/// Whether there is anything to share out.
bool ReadingPass::side_by_side(const std::vector<Job>& jobs) const {
  const Config& config = reading_.config;
  if (config.jobs < 2) return false;
  const bool large = jobs.size() == 1 && jobs[0].file.regular &&
                     jobs[0].file.encoding == Encoding::plain &&
                     jobs[0].file.size >= 2 * slice_bytes(jobs[0].file.size, config);
  return jobs.size() > 1 || large;
}

}  // namespace smtptally
