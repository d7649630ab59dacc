#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "io/meter.hpp"
#include "reading/feed.hpp"
#include "reading/input_job.hpp"
#include "reading/read_inputs.hpp"
#include "reading/reading_plan.hpp"
#include "reading/slices.hpp"
#include "reading/tls_search.hpp"

namespace smtptally {

/// One pass over the jobs by one plan, into the piece of a result.
///
/// With several jobs at a time, parts of the log are read by threads, each into a piece of its own,
/// and merged in their order: the outcome is the same (see Piece), whatever the parts.
class ReadingPass {
 public:
  /// Borrows all of it. `result.piece` is empty and of a closed world.
  ReadingPass(const Config& config, const CollectSpec& spec, const ReadingPlan& plan, Meter& meter,
              ReadResult& result);

  /// The inputs may hold the same lines. They are read one after the other, then: whether a
  /// message was counted before is known to nobody else.
  void expect_second_copies();

  /// Reads the jobs in their order; the one whose year can not be right ends it, unless this is the
  /// last try.
  [[nodiscard]] Job* read(std::vector<Job>& jobs, bool last_try);

  [[nodiscard]] const std::vector<UnreadPart>& unread() const noexcept { return unread_; }

 private:
  enum class JobEnd : std::uint8_t { done, wrong_year };
  struct Task;
  class Tasks;
  class Merger;

  [[nodiscard]] bool side_by_side(const std::vector<Job>& jobs) const;
  [[nodiscard]] Job* read_side_by_side(std::vector<Job>& jobs, bool last_try);
  JobEnd take(std::size_t index, Job& job, bool last_try);
  JobEnd read_job(Job& job, const FilePart& part, bool last_try);
  std::optional<std::uint64_t> read_behind(ByteSource& source, LogReader& reader,
                                           std::uint64_t begin);
  JobEnd finish_job(Job& job, const FilePart& part, const ReadOutcome& outcome,
                    std::optional<std::uint64_t> stopped_at, bool last_try);
  void problem(const Error& error);
  void leave_out(const Job& job);
  void say_what_is_unread(const Job& job, const FilePart& part, std::uint64_t end,
                          InputSummary& summary);

  const Config* config_;
  const CollectSpec* spec_;
  const ReadingPlan* plan_;
  Meter* meter_;
  ReadResult* result_;
  Feed feed_;
  bool second_copies_ = false;
  std::vector<UnreadPart> unread_;
};

}  // namespace smtptally
