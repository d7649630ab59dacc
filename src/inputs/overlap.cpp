// Finds out whether logs may hold the same lines.

#include "inputs/overlap.hpp"

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

#include "inputs/journal_input.hpp"
#include "io/random_file.hpp"
#include "parse/line_hash.hpp"

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

/// Collects lines of text. Rows of Exchange are ignored: the join removes their copies.
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
  bool whole = false;  ///< The stretch is the whole log.
};

/// Reads the first and last lines of logs.
class Ends {
 public:
  explicit Ends(const Config& config) : config_(&config) {}

  /// The last lines of a text file; nullopt for any other input.
  std::optional<Stretch> last_lines(const Input& input) {
    const auto file = text_file(input);
    if (!file) return std::nullopt;
    const std::uint64_t begin = file->size() - std::min<std::uint64_t>(file->size(), kStretch);
    PaddedText bytes = read(*file, begin);
    if (begin > 0) bytes.remove_prefix(std::min(bytes.size(), bytes.find('\n')));
    Stretch end{.lines = take(bytes, input, input.year), .whole = begin == 0};
    // Stamps without a year are not earlier than the first line.
    if (input.yearless && latest_of(end.lines) < input.first)
      end.lines = take(bytes, input, input.year + 1);
    return end;
  }
  /// The first lines of a text file; nullopt for any other input.
  std::optional<Stretch> first_lines(const Input& input) {
    const auto file = text_file(input);
    if (!file) return std::nullopt;
    PaddedText bytes = read(*file, 0);
    const bool whole = bytes.size() == file->size();
    if (!whole) bytes = bytes.substr(0, bytes.view().rfind('\n') + 1);
    return Stretch{.lines = take(bytes, input, input.year), .whole = whole};
  }

 private:
  static constexpr std::size_t kStretch = std::size_t{1} << 20U;

  static std::shared_ptr<const RandomFile> text_file(const Input& input) {
    if (!input.is_log || !input.file.regular) return nullptr;
    const auto opened = RandomFile::open(input.file.path);
    if (!opened || !lies_as_text(*opened.value(), input.file)) return nullptr;
    return opened.value();
  }
  /// Reads up to kStretch bytes, valid until the next call.
  PaddedText read(const RandomFile& file, std::uint64_t begin) {
    buffer_.resize(kStretch + kTextPadding);
    const auto got = file.read_at(begin, std::span(buffer_).first(kStretch));
    return PaddedText::of_buffer(buffer_).substr(0, got ? got.value() : 0);
  }
  std::vector<Line> take(PaddedText bytes, const Input& input, int year) {
    Lines lines;
    LogReader reader(log_zone_of(input, *config_), year, lines, expected(*config_),
                     std::move(heads_));
    (void)reader.consume(bytes, true);
    heads_ = reader.take_heads();
    return std::move(lines).take();
  }

  const Config* config_;
  HeadCache heads_;  ///< PERF: one for all logs, as in inspect().
  std::string buffer_;
};

/// The latest time of the input's lines, as far as is known. The last lines of a packed log cannot
/// be read: it is assumed to be rotated, so that it shares no lines with a log that begins when it
/// was last written to, or up to a second earlier.
Micros latest_line(const Input& input) {
  const Micros last = input.last.value_or(kEndOfTime);
  if (!input.file.regular || (input.last && last > input.file.modified)) return last;
  const bool is_packed = input.file.encoding != Encoding::plain;
  return std::min(last, input.file.modified - (is_packed ? kMicrosPerSecond + 1 : 0));
}

/// Whether two logs have no line in common: one ends at `last`, and the other begins at `first`,
/// which is not later. False if these lines do not suffice to decide.
bool have_no_line_in_common(const Stretch& end, Micros last, const Stretch& begin, Micros first) {
  const std::span<const Line> earlier(end.lines);
  const std::span<const Line> later(begin.lines);
  // The logs may have lines of this time elsewhere, out of order.
  if (latest_of(earlier) < last || earliest_of(later) > first) return false;
  // Lines next to the stretches may be of this time, too; half of a stretch is the margin for late
  // lines.
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

/// Whether two inputs have no line in common; they may share a second, as when a log was rotated
/// within one.
bool ends_apart(const Input& a, const Input& b, Ends& ends) {
  if (!a.last || *a.last - b.earliest >= kMicrosPerSecond) return false;
  if (follow_each_other(a, b)) return true;
  const auto end = ends.last_lines(a);
  const auto begin = ends.first_lines(b);
  return end && begin && have_no_line_in_common(*end, *a.last, *begin, b.earliest);
}

/// Whether any two logs of one host overlap in time, as far as is known. `apart` may still decide
/// that two logs have no line in common.
template <class Apart>
bool any_in_one_time(const std::vector<Input>& inputs, const Apart& apart) {
  struct Earlier {
    const Input* latest = nullptr;  ///< The input that ends last.
    Micros others = kBeginningOfTime;
  };
  std::unordered_map<std::string_view, Earlier> earlier;
  for (const Input& input : inputs) {
    for (const std::string& host : input.hosts) {
      const auto [found, is_first] = earlier.try_emplace(host, Earlier{.latest = &input});
      if (is_first) continue;
      Earlier& before = found->second;
      if (input.earliest <= before.others) return true;
      if (input.earliest <= latest_line(*before.latest) && !apart(*before.latest, input))
        return true;
      const bool ends_later = latest_line(input) >= latest_line(*before.latest);
      before.others = std::max(before.others, latest_line(ends_later ? *before.latest : input));
      if (ends_later) before.latest = &input;
    }
  }
  return false;
}

}  // namespace

bool any_overlap(std::vector<Input>& inputs, const Config& config) {
  // A pipe cannot be read again when its times prove wrong.
  if (has_pipe(inputs)) return inputs.size() > 1;
  const auto never = [](const Input&, const Input&) { return false; };
  if (!any_in_one_time(inputs, never)) return false;
  Ends ends(config);
  for (Input& input : inputs) {
    if (input.last || input.hosts.empty()) continue;
    const auto end = ends.last_lines(input);
    if (end && !end->lines.empty()) input.last = latest_of(end->lines);
  }
  return any_in_one_time(inputs,
                         [&](const Input& a, const Input& b) { return ends_apart(a, b, ends); });
}

std::optional<Micros> time_of_last_lines(const Input& input, const Config& config) {
  if (input.hosts.empty() && is_exchange(input)) return std::nullopt;  // Rows only.
  Ends ends(config);
  const auto end = ends.last_lines(input);
  if (!end || end->lines.empty()) return std::nullopt;
  return latest_of(end->lines);
}

}  // namespace smtptally
