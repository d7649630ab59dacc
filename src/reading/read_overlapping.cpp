// Reads logs of the same period together and counts their common lines once.

#include "reading/read_overlapping.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "inputs/host_groups.hpp"
#include "io/open_input.hpp"
#include "reading/duplicate_lines.hpp"
#include "reading/line_alignment.hpp"
#include "reading/open_log.hpp"

namespace smtptally {
namespace {

/// The longest period in seconds that is aligned at a time.
constexpr std::int64_t kSpan = kCopySeconds;
/// How late the last lines of a rotated log can be, behind the beginning of the next log.
constexpr Micros kLateness = 2 * kMicrosPerSecond;
/// The maximal number of open logs.
constexpr std::size_t kMostOpen = 64;

/// Reads several logs together.
class Together {
 public:
  struct Done {
    Input* input = nullptr;
    ReadOutcome outcome;
  };

  Together(const Reading& reading, InputReader& reader, std::vector<Input*> inputs)
      : reading_(reading), reader_(&reader), inputs_(std::move(inputs)) {}

  /// Reads all logs to their ends.
  void run() {
    while (const auto second = first_second()) {
      if (open_until(*second)) continue;  // A new log may begin earlier.
      const std::optional<Seconds> alone = alone_now();
      if (alone && *second >= alone->from && open_.front()->take_before(alone->until)) continue;
      take_span(*second, end_of_span(*second));
    }
  }
  /// The outcomes of the logs, in the order of the inputs.
  [[nodiscard]] std::vector<Done> done() && {
    std::sort(done_.begin(), done_.end(),
              [](const Done& a, const Done& b) { return a.input < b.input; });
    return std::move(done_);
  }

 private:
  /// The lines of one log in a period.
  struct Lines {
    OpenLog* log = nullptr;
    std::vector<PlacedLine> lines;
    Lines* next = nullptr;  ///< Lines of the log that continues this one.
    bool goes_on = false;   ///< It continues another log.
    bool ends = false;      ///< The log ends with these lines.
  };

  /// The first second of all open logs; of the next log if none is open. Closes logs that have
  /// ended.
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

  /// The period in which only the open log can have lines.
  [[nodiscard]] std::optional<Seconds> alone_now() const {
    if (open_.size() > 1) return std::nullopt;
    Seconds alone;
    if (closed_ > INT64_MIN) alone.from = closed_ + kSpan;
    if (next_ < inputs_.size()) alone.until = whole_seconds(inputs_[next_]->earliest) - kSpan;
    return alone;
  }

  /// Opens the logs that may have a line of this second. False if there are none.
  bool open_until(std::int64_t second) {
    bool any = false;
    while (next_ < inputs_.size() && open_.size() < kMostOpen &&
           whole_seconds(inputs_[next_]->earliest) <= second) {
      any = open_next() || any;
    }
    return any;
  }
  bool open_next() {
    while (next_ < inputs_.size()) {
      Input& input = *inputs_[next_++];
      // Decompression runs in a thread of its own for as many logs as there are jobs.
      const unsigned jobs = open_.size() < reading_.config.jobs ? reading_.config.jobs : 1;
      auto source = open_input(input.file, jobs, reading_.meter);
      if (!source) {
        reader_->problem(source.error());
        continue;
      }
      reading_.result.anything_read = true;
      open_.push_back(std::make_unique<OpenLog>(input, input.year,
                                                static_cast<std::uint32_t>(next_),
                                                std::move(source).value(), reading_));
      return true;
    }
    return false;
  }
  void close(const OpenLog& log) {
    if (log.damage()) reader_->problem(*log.damage());
    if (log.latest() > kBeginningOfTime) closed_ = std::max(closed_, whole_seconds(log.latest()));
    done_.push_back({&log.input(), log.outcome()});
  }

  /// The second that ends the aligned period from `begin` on. It is at most the first second of the
  /// next log: then the rest of a rotated log is aligned together with the beginning of the next
  /// log, even if its last lines were late.
  std::int64_t end_of_span(std::int64_t begin) {
    std::int64_t end = begin + kSpan;
    if (next_ < inputs_.size()) end = std::min(end, whole_seconds(inputs_[next_]->earliest));
    end = std::max(end, begin + 1);
    for (const auto& log : open_) (void)log->lines_before(end);
    return end;
  }

  /// Takes the lines of these seconds of all open logs.
  void take_span(std::int64_t begin, std::int64_t end) {
    std::vector<Lines> logs;
    for (const auto& log : open_) {
      Lines& lines = logs.emplace_back();
      lines.log = log.get();
      const std::size_t count = log->lines_before(end);
      for (std::size_t i = 0; i < count; ++i) {
        lines.lines.push_back(log->place(i, static_cast<std::uint32_t>(logs.size() - 1)));
      }
      lines.ends = log->ends_behind(count);
    }
    LineAlignment order;
    for (const std::vector<PlacedLine>& lines : behind_each_other(logs)) order.add(lines);
    copies_.advance(begin);
    for (const PlacedLine& line : order.copies()) logs[line.log].log->take_copy(line, copies_);
    for (const PlacedLine& line : order.lines()) logs[line.log].log->take(line, copies_);
    for (const Lines& lines : logs) lines.log->drop(lines.lines.size());
  }

  /// The log that was rotated when this one began; null if there is none, or if this log holds
  /// lines of a log that ends.
  static Lines* rotated_into(const Lines& begins, const std::vector<Lines*>& logs) {
    if (!begins.log->is_new() || begins.lines.empty()) return nullptr;
    Lines* rotated = nullptr;
    for (Lines* const ends : logs) {
      if (!ends->ends || ends->lines.empty() || ends >= &begins) continue;
      if (hold_same_lines(ends->lines, begins.lines)) return nullptr;
      const bool is_near = begins.lines.front().time >= ends->lines.back().time - kLateness;
      if (rotated == nullptr && is_near && ends->next == nullptr) rotated = ends;
    }
    return rotated;
  }

  /// Appends the lines of a log to those of the log that it continues.
  static void append(const std::vector<PlacedLine>& next, std::vector<PlacedLine>& lines) {
    for (PlacedLine line : next) {
      const Micros latest = lines.back().time;
      line.is_late = line.is_late || whole_seconds(line.time) < whole_seconds(latest);
      line.time = std::max(line.time, latest);
      lines.push_back(line);
    }
  }

  /// The lines of the logs, each rotated log joined with its continuation; most lines first.
  static std::vector<std::vector<PlacedLine>> behind_each_other(std::vector<Lines>& logs) {
    const auto more_lines = [](const auto& a, const auto& b) { return a.size() > b.size(); };
    std::vector<Lines*> most_first;
    most_first.reserve(logs.size());
    for (Lines& lines : logs) most_first.push_back(&lines);
    std::stable_sort(most_first.begin(), most_first.end(), [&](const Lines* a, const Lines* b) {
      return more_lines(a->lines, b->lines);
    });
    for (Lines* const begins : most_first) {
      Lines* const rotated = rotated_into(*begins, most_first);
      if (rotated == nullptr) continue;
      rotated->next = begins;
      begins->goes_on = true;
    }
    std::vector<std::vector<PlacedLine>> result;
    for (Lines* const first : most_first) {
      if (first->goes_on) continue;
      std::vector<PlacedLine>& lines = result.emplace_back(first->lines);
      for (const Lines* log = first; log->next != nullptr; log = log->next) {
        log->next->log->go_on_from(*log->log);
        append(log->next->lines, lines);
      }
    }
    std::stable_sort(result.begin(), result.end(), more_lines);
    return result;
  }

  Reading reading_;
  InputReader* reader_;
  std::vector<Input*> inputs_;
  std::size_t next_ = 0;
  std::vector<std::unique_ptr<OpenLog>> open_;
  std::vector<Done> done_;
  std::int64_t closed_ = INT64_MIN;  ///< The last second of logs that have ended.
  DuplicateLines copies_;
};

}  // namespace

Input* read_overlapping(const Reading& reading, InputReader& reader, std::vector<Input>& inputs) {
  const std::vector<std::size_t> first = first_of_host_group(inputs);
  std::vector<std::vector<Input*>> groups(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) groups[first[i]].push_back(&inputs[i]);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (groups[i].size() == 1) {
      if (reader.take(inputs[i], reading.plan.parts[i]) == InputReader::End::wrong_year)
        return &inputs[i];
    } else if (!groups[i].empty()) {
      Together together(reading, reader, std::move(groups[i]));
      together.run();
      for (auto& [input, outcome] : std::move(together).done()) {
        const FilePart& part = reading.plan.parts[static_cast<std::size_t>(input - inputs.data())];
        if (reader.finish(*input, part, outcome, {}) == InputReader::End::wrong_year) return input;
      }
    }
  }
  return nullptr;
}

}  // namespace smtptally
