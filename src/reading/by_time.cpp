#include "reading/by_time.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "io/open_input.hpp"
#include "pivot/hash_index.hpp"
#include "reading/line_copies.hpp"
#include "reading/line_order.hpp"
#include "reading/lines_ahead.hpp"

namespace smtptally {
namespace {

/// So many seconds, and so many lines of a log, are put in order at a time at most.
constexpr std::int64_t kSpan = kCopySeconds;
constexpr std::size_t kMostLines = 65536;
/// So many logs are open at a time at most.
constexpr std::size_t kMostOpen = 64;
constexpr std::size_t kStep = std::size_t{64} * 1024;

/// Seconds from `from` on and before `until`.
struct Seconds {
  std::int64_t from = INT64_MIN;
  std::int64_t until = INT64_MAX;
};

/// A log that is read together with others.
class OpenLog final : public LineSink {
 public:
  OpenLog(Job& job, int year, std::uint32_t number, std::unique_ptr<ByteSource> source,
          const Reading& reading)
      : job_(&job),
        number_(number),
        source_(std::move(source)),
        piece_(reading.result.piece.get()),
        reader_(reading.config.log_zone, year, *this, expected(reading.config)) {
    feed_.begin();
  }

  void line(const LogLine& line) override {
    const std::int64_t latest = std::max(latest_, whole_seconds(line.time));
    if (alone_ && ahead_.size() == 0 && latest >= alone_->from && latest < alone_->until) {
      latest_ = latest;
      piece_->line(line);
    } else if (!piece_->is_of_postfix(line)) {
      piece_->line(line);  // It is only counted.
    } else {
      latest_ = latest;
      ahead_.add(line, latest);
    }
  }
  void tracking(const TrackingRow& row) override { piece_->tracking(row); }
  void protocol(const ProtocolRow& row) override { piece_->protocol(row); }

  /// Reads on until there are more lines than `count`. Those that no other log can hold, because it
  /// is `alone` at their time, go to the piece at once. False if the log ends before.
  bool look_ahead(std::size_t count, const std::optional<Seconds>& alone) {
    alone_ = alone;
    while (ahead_.size() <= count && more_) {
      ahead_.make_room();
      const Result<bool> more = feed_.take_some(*source_, reader_, Feed::End::of_input, kStep);
      if (!more) damage_ = more.error();
      more_ = more && more.value();
    }
    return ahead_.size() > count;
  }
  /// How many lines of earlier seconds come next; kMostLines at most.
  std::size_t lines_before(std::int64_t second) {
    std::size_t count = 0;
    while (count < kMostLines && look_ahead(count, std::nullopt) && ahead_.second(count) < second) {
      ++count;
    }
    return count;
  }
  [[nodiscard]] std::int64_t second(std::size_t index) const { return ahead_.second(index); }
  /// What its order among lines of other logs depends on.
  [[nodiscard]] LineOrder::Line place(std::size_t index, std::uint32_t log) const {
    const LogLine line = ahead_[index];
    return {.hash = hash_of_line(line),
            .second = ahead_.second(index),
            .has_place = whole_seconds(line.time) == ahead_.second(index),
            .log = log,
            .index = static_cast<std::uint32_t>(index)};
  }
  void take(std::size_t index, std::uint64_t hash, LineCopies& copies) {
    const LogLine line = ahead_[index];
    const std::uint32_t times = piece_->understand(line);
    if (times == 0) return;
    if (copies.is_copy(hash, whole_seconds(line.time), number_)) {
      ++piece_->coverage()[CoverageItem::duplicate_lines];
    } else {
      piece_->use(times);
    }
  }
  void drop(std::size_t count) noexcept { ahead_.drop(count); }
  /// Takes the lines ahead of earlier seconds, which no other log can hold. False if there are
  /// none.
  bool take_before(std::int64_t second) {
    std::size_t count = 0;
    for (; count < ahead_.size() && ahead_.second(count) < second; ++count) {
      piece_->line(ahead_[count]);
    }
    ahead_.drop(count);
    return count > 0;
  }

  /// Second of the latest line that was read.
  [[nodiscard]] std::int64_t latest() const noexcept { return latest_; }
  [[nodiscard]] Job& job() const noexcept { return *job_; }
  [[nodiscard]] const std::optional<Error>& damage() const noexcept { return damage_; }
  [[nodiscard]] ReadOutcome outcome() const { return reader_.outcome(); }

 private:
  Job* job_;
  std::uint32_t number_;
  std::unique_ptr<ByteSource> source_;
  Piece* piece_;
  LinesAhead ahead_;
  /// Second of the latest line. The order of logs is by it, so that a clock that was set back
  /// changes nothing in the order of a log.
  std::int64_t latest_ = INT64_MIN;
  std::optional<Seconds> alone_;
  Feed feed_;
  LogReader reader_;
  bool more_ = true;
  std::optional<Error> damage_;
};

/// Reads some logs together.
class Together {
 public:
  struct Done {
    Job* job = nullptr;
    ReadOutcome outcome;
  };

  Together(const Reading& reading, JobReader& reader, std::vector<Job*> jobs)
      : reading_(reading), reader_(&reader), jobs_(std::move(jobs)) {}

  /// To their ends.
  void run() {
    while (const auto second = first_second()) {
      if (open_until(*second)) continue;  // One that begins earlier, perhaps.
      const std::optional<Seconds> alone = alone_now();
      if (alone && *second >= alone->from && open_.front()->take_before(alone->until)) continue;
      take(*second, end_of_span(*second));
    }
  }
  /// What could be read, in the order of the jobs.
  [[nodiscard]] std::vector<Done> done() && {
    std::sort(done_.begin(), done_.end(),
              [](const Done& a, const Done& b) { return a.job < b.job; });
    return std::move(done_);
  }

 private:
  /// Logs of which each has something in common with another one.
  struct Kin {
    LineOrder order;
    std::uint32_t first = UINT32_MAX;  ///< Number of the first of the logs.
  };

  /// Of all that is open; of the next log, where nothing is. Closes what has come to its end.
  std::optional<std::int64_t> first_second() {
    while (true) {
      if (open_.empty() && !open_next()) return std::nullopt;
      const std::optional<Seconds> alone = alone_now();
      std::optional<std::int64_t> first;
      for (auto log = open_.begin(); log != open_.end();) {
        if (!(*log)->look_ahead(0, alone)) {
          close(**log);
          log = open_.erase(log);
          continue;
        }
        first = std::min(first.value_or(INT64_MAX), (*log)->second(0));
        ++log;
      }
      if (first) return first;
    }
  }

  /// When no log but the one that is open can have lines.
  [[nodiscard]] std::optional<Seconds> alone_now() const {
    if (open_.size() > 1) return std::nullopt;
    Seconds alone;
    if (closed_ > INT64_MIN) alone.from = closed_ + kSpan;
    if (next_ < jobs_.size()) alone.until = whole_seconds(jobs_[next_]->earliest) - kSpan;
    return alone;
  }

  /// Opens the logs that may have a line of this second. False if there are none.
  bool open_until(std::int64_t second) {
    bool any = false;
    while (next_ < jobs_.size() && open_.size() < kMostOpen &&
           whole_seconds(jobs_[next_]->earliest) <= second) {
      any = open_next() || any;
    }
    return any;
  }
  bool open_next() {
    while (next_ < jobs_.size()) {
      Job& job = *jobs_[next_++];
      auto source = open_input(job.file, reading_.config.jobs, reading_.meter);
      if (!source) {
        reader_->problem(source.error());
        continue;
      }
      reading_.result.anything_read = true;
      open_.push_back(std::make_unique<OpenLog>(job, job.year, static_cast<std::uint32_t>(next_),
                                                std::move(source).value(), reading_));
      return true;
    }
    return false;
  }
  void close(const OpenLog& log) {
    if (log.damage()) reader_->problem(*log.damage());
    closed_ = std::max(closed_, log.latest());
    done_.push_back({&log.job(), log.outcome()});
  }

  /// The first second that is not put in order together with `begin`. That of the next log is none
  /// of these: behind a log that was rotated, all that is left of it stands in front of the next
  /// one, even if its last lines came late.
  std::int64_t end_of_span(std::int64_t begin) {
    std::int64_t end = begin + kSpan;
    if (next_ < jobs_.size()) end = std::min(end, whole_seconds(jobs_[next_]->earliest));
    for (const auto& log : open_) {
      if (log->lines_before(end) == kMostLines) end = log->second(kMostLines - 1);
    }
    return std::max(end, begin + 1);
  }

  /// The lines of these seconds of all that is open.
  void take(std::int64_t begin, std::int64_t end) {
    struct Lines {
      OpenLog* log = nullptr;
      std::size_t count = 0;
      std::uint32_t number = 0;
    };
    std::vector<Lines> logs;
    for (const auto& log : open_) {
      const auto number = static_cast<std::uint32_t>(logs.size());
      logs.push_back({log.get(), log->lines_before(end), number});
    }
    std::vector<Lines> largest_first = logs;
    std::stable_sort(largest_first.begin(), largest_first.end(),
                     [](const Lines& a, const Lines& b) { return a.count > b.count; });
    std::vector<Kin> all_kin;
    for (const Lines& lines : largest_first) {
      lines_.clear();
      for (std::size_t i = 0; i < lines.count; ++i) {
        lines_.push_back(lines.log->place(i, lines.number));
      }
      const auto add = [&](Kin& kin) {
        if (!kin.order.add(lines_)) return false;
        kin.first = std::min(kin.first, lines.number);
        return true;
      };
      if (std::none_of(all_kin.begin(), all_kin.end(), add)) (void)add(all_kin.emplace_back());
    }
    // A log that has nothing in common with another one goes on where that ends, as after it was
    // rotated; a line that seems to stand in both tells of something that came twice in a second.
    std::sort(all_kin.begin(), all_kin.end(),
              [](const Kin& a, const Kin& b) { return a.first < b.first; });
    copies_.advance(begin);
    for (std::size_t i = 0; i < all_kin.size(); ++i) {
      for (const LineOrder::Line& line : all_kin[i].order.lines()) {
        const std::uint64_t hash = i == 0 ? line.hash : combine(line.hash, i);
        logs[line.log].log->take(line.index, hash, copies_);
      }
    }
    for (const Lines& lines : logs) lines.log->drop(lines.count);
  }

  Reading reading_;
  JobReader* reader_;
  std::vector<Job*> jobs_;
  std::size_t next_ = 0;
  std::vector<std::unique_ptr<OpenLog>> open_;
  std::vector<Done> done_;
  std::int64_t closed_ = INT64_MIN;  ///< The last second of logs that have come to their end.
  LineCopies copies_;
  std::vector<LineOrder::Line> lines_;  ///< Scratch of take().
};

/// For each job the first one that it has a log host in common with, directly or by way of others.
std::vector<std::size_t> first_of_kin(const std::vector<Job>& jobs) {
  std::vector<std::size_t> first(jobs.size());
  std::iota(first.begin(), first.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (first[i] != i) i = first[i] = first[first[i]];
    return i;
  };
  std::unordered_map<std::string_view, std::size_t> owner;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    for (const std::string& host : jobs[i].hosts) {
      const std::size_t a = root(i);
      const std::size_t b = root(owner.try_emplace(host, i).first->second);
      first[std::max(a, b)] = std::min(a, b);
    }
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) first[i] = root(i);
  return first;
}

}  // namespace

Job* read_by_time(const Reading& reading, JobReader& reader, std::vector<Job>& jobs) {
  const std::vector<std::size_t> first = first_of_kin(jobs);
  std::vector<std::vector<Job*>> kin(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) kin[first[i]].push_back(&jobs[i]);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (kin[i].size() == 1) {
      if (reader.take(jobs[i], reading.plan.parts[i]) == JobReader::End::wrong_year)
        return &jobs[i];
    } else if (!kin[i].empty()) {
      Together together(reading, reader, std::move(kin[i]));
      together.run();
      for (auto& [job, outcome] : std::move(together).done()) {
        const FilePart& part = reading.plan.parts[static_cast<std::size_t>(job - jobs.data())];
        if (reader.finish(*job, part, outcome, {}) == JobReader::End::wrong_year) return job;
      }
    }
  }
  return nullptr;
}

}  // namespace smtptally
