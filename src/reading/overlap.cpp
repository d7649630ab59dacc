#include "reading/overlap.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "io/random_file.hpp"
#include "reading/line_copies.hpp"

namespace smtptally {
namespace {

struct Line {
  Micros time = 0;
  std::uint64_t text = 0;  ///< See hash_of_line().
};

Micros latest_of(std::span<const Line> lines) noexcept {
  Micros time = kBeginningOfTime;
  for (const Line& line : lines) time = std::max(time, line.time);
  return time;
}
Micros earliest_of(std::span<const Line> lines) noexcept {
  Micros time = kEndOfTime;
  for (const Line& line : lines) time = std::min(time, line.time);
  return time;
}

/// Takes lines of text; rows of Exchange are not counted twice by this way.
class Lines final : public LineSink {
 public:
  void line(const LogLine& line) override { lines_.push_back({line.time, hash_of_line(line)}); }
  void tracking(const TrackingRow& row) override { (void)row; }
  void protocol(const ProtocolRow& row) override { (void)row; }
  [[nodiscard]] std::vector<Line> take() && { return std::move(lines_); }

 private:
  std::vector<Line> lines_;
};

/// The first or the last lines of a log, in their order.
struct Stretch {
  std::vector<Line> lines;
  bool whole = false;  ///< These are all.
};

/// Looks at the ends of logs.
class Ends {
 public:
  explicit Ends(const Config& config) : config_(&config) {}

  /// The last lines of a file of text; nullopt for anything else.
  std::optional<Stretch> last_lines(const Job& job) {
    const auto file = text_file(job);
    if (!file) return std::nullopt;
    const std::uint64_t begin = file->size() - std::min<std::uint64_t>(file->size(), kStretch);
    PaddedText bytes = read(*file, begin);
    if (begin > 0) bytes.remove_prefix(std::min(bytes.size(), bytes.find('\n')));
    Stretch end{.lines = take(bytes, job.year), .whole = begin == 0};
    // Without years of their own, they follow the first line.
    if (job.yearless && latest_of(end.lines) < job.first) end.lines = take(bytes, job.year + 1);
    return end;
  }
  /// The first lines of a file of text; nullopt for anything else.
  std::optional<Stretch> first_lines(const Job& job) {
    const auto file = text_file(job);
    if (!file) return std::nullopt;
    PaddedText bytes = read(*file, 0);
    const bool whole = bytes.size() == file->size();
    if (!whole) bytes = bytes.substr(0, bytes.view().rfind('\n') + 1);
    return Stretch{.lines = take(bytes, job.year), .whole = whole};
  }

 private:
  static constexpr std::size_t kStretch = std::size_t{1} << 20U;

  static std::shared_ptr<const RandomFile> text_file(const Job& job) {
    if (!job.is_log || !job.file.regular) return nullptr;
    const auto opened = RandomFile::open(job.file.path);
    if (!opened || !lies_as_text(*opened.value(), job.file)) return nullptr;
    return opened.value();
  }
  /// Up to kStretch bytes. They live until the next call.
  PaddedText read(const RandomFile& file, std::uint64_t begin) {
    buffer_.resize(kStretch + kTextPadding);
    const auto got = file.read_at(begin, std::span(buffer_).first(kStretch));
    return PaddedText::of_buffer(buffer_).substr(0, got ? got.value() : 0);
  }
  std::vector<Line> take(PaddedText bytes, int year) {
    Lines lines;
    LogReader reader(config_->log_zone, year, lines, expected(*config_), std::move(heads_));
    (void)reader.consume(bytes, true);
    heads_ = std::move(reader).take_heads();
    return std::move(lines).take();
  }

  const Config* config_;
  HeadMemory heads_;  ///< PERF: one for all, as when their beginnings are looked at.
  std::string buffer_;
};

/// No line of it is later, as far as is known. Of a packed log, whose last lines can not be looked
/// at, it is believed that it was rotated and has none of the lines of a log that begins when it
/// was last written to, or up to a second earlier.
Micros end_of(const Job& job) {
  const Micros last = job.last.value_or(kEndOfTime);
  if (!job.file.regular || (job.last && last > job.file.modified)) return last;
  const bool is_packed = job.file.encoding != Encoding::plain;
  return std::min(last, job.file.modified - (is_packed ? kMicrosPerSecond + 1 : 0));
}

/// Whether no line stands in both, of two logs of which one ends at `last` and the other begins at
/// `first`, which is no later. False where these lines are not enough to tell.
bool have_no_line_in_common(const Stretch& end, Micros last, const Stretch& begin, Micros first) {
  const std::span<const Line> earlier(end.lines);
  const std::span<const Line> later(begin.lines);
  // Lines elsewhere in the logs, out of order, are in this time, too.
  if (latest_of(earlier) < last || earliest_of(later) > first) return false;
  // And so may be lines next to these; half of them is a margin for those that came late.
  if (!end.whole && latest_of(earlier.first(earlier.size() / 2)) >= first) return false;
  if (!begin.whole && earliest_of(later.subspan(later.size() / 2)) <= last) return false;
  std::unordered_set<std::uint64_t> texts;
  for (const Line& line : earlier) {
    if (line.time >= first) texts.insert(line.text);
  }
  return std::none_of(later.begin(), later.end(), [&](const Line& line) {
    return line.time <= last && texts.contains(line.text);
  });
}

/// The same of jobs, which may share no more than a second, as when a log was rotated within one.
bool ends_apart(const Job& a, const Job& b, Ends& ends) {
  if (!a.last || *a.last - b.earliest >= kMicrosPerSecond) return false;
  const auto end = ends.last_lines(a);
  const auto begin = ends.first_lines(b);
  return end && begin && have_no_line_in_common(*end, *a.last, *begin, b.earliest);
}

/// Whether any two logs of one host overlap in time, for all that is known of them. `apart` may
/// say of two that they have no line in common all the same.
template <class Apart>
bool any_in_one_time(const std::vector<Job>& jobs, const Apart& apart) {
  struct Earlier {
    const Job* latest = nullptr;  ///< The one that ends last.
    Micros others = kBeginningOfTime;
  };
  std::unordered_map<std::string_view, Earlier> earlier;
  for (const Job& job : jobs) {
    for (const std::string& host : job.hosts) {
      const auto [found, is_first] = earlier.try_emplace(host, Earlier{.latest = &job});
      if (is_first) continue;
      Earlier& before = found->second;
      if (job.earliest <= before.others) return true;
      if (job.earliest <= end_of(*before.latest) && !apart(*before.latest, job)) return true;
      const bool ends_later = end_of(job) >= end_of(*before.latest);
      before.others = std::max(before.others, end_of(ends_later ? *before.latest : job));
      if (ends_later) before.latest = &job;
    }
  }
  return false;
}

}  // namespace

bool any_overlap(std::vector<Job>& jobs, const Config& config) {
  // What can be read once only can not be read again when its times turn out to be others.
  if (has_pipe(jobs)) return jobs.size() > 1;
  const auto never = [](const Job&, const Job&) { return false; };
  if (!any_in_one_time(jobs, never)) return false;
  Ends ends(config);
  for (Job& job : jobs) {
    if (job.last || job.hosts.empty()) continue;
    const auto end = ends.last_lines(job);
    if (end && !end->lines.empty()) job.last = latest_of(end->lines);
  }
  return any_in_one_time(jobs, [&](const Job& a, const Job& b) { return ends_apart(a, b, ends); });
}

std::optional<Micros> time_of_last_lines(const Job& job, const Config& config) {
  if (job.hosts.empty() && is_exchange(job)) return std::nullopt;  // Rows only.
  Ends ends(config);
  const auto end = ends.last_lines(job);
  if (!end || end->lines.empty()) return std::nullopt;
  return latest_of(end->lines);
}

}  // namespace smtptally
