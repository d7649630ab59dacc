// LogReader: lines whose stamp and head are known, as those of most lines are.

#include <algorithm>
#include <array>

#include "parse/log_reader.hpp"
#include "text/ascii.hpp"

namespace smtptally {
namespace {

/// Whether the text behind a head may belong to the envelope (Solaris ids begin with a bracket) or
/// be a row of Exchange, which begins with a year. Requires five readable bytes.
///
/// PERF: two comparisons for nearly every line.
bool may_be_more_than_text(const char* text) noexcept {
  return text[0] == '[' || (text[4] == '-' && is_digit(text[0]));
}

}  // namespace

/// Takes a line whose stamp and head are known, as those of most lines are. If it returns true, the
/// full parse gives the same line; if it returns false, the full parse may still succeed.
[[gnu::always_inline]] inline bool LogReader::take_known(const char* line, const char* end,
                                                         HeadCache::Place head) {
  Micros time = 0;
  if (!known_stamp_.read(line, time)) return false;
  if (end[-1] == '\r') --end;
  LogLine* const known = heads_.recall_line(line + known_stamp_.size(), end, head);
  if (known == nullptr || may_be_more_than_text(known->text.data())) return false;
  counts_.add_time(time);
  known->time = time;
  known->dialect = known_dialect_;
  sink_->line(*known);
  return true;
}

/// Takes such lines from `at` on, up to another kind of line or the end. Returns the position
/// behind them.
///
/// PERF: finds the heads of several lines before it takes the first one. Finding heads has no
/// dependent loads, while taking a line is a chain of loads and mispredicted branches (5 % of the
/// time of a run). Begins with few heads: in a log of other lines they are wasted.
std::size_t LogReader::take_known_lines(PaddedText bytes, std::size_t at, LineEnds& ends) {
  static_assert(kTextPadding >= StampCache::kLongest + HeadCache::kReadable);
  std::array<HeadCache::Place, 16> heads;
  const char* const behind_stamp = bytes.data() + known_stamp_.size();
  std::size_t most = 1;
  while (const std::size_t known = ends.find(at)) {
    const std::size_t count = std::min(known, most);
    most = std::min(2 * most, heads.size());
    std::size_t begin = at;
    for (std::size_t i = 0; i < count; ++i) {
      heads[i] = HeadCache::place_of(behind_stamp + begin);
      begin = ends.known(i) + 1;
    }
    std::size_t taken = 0;
    for (; taken < count; ++taken) {
      const std::size_t end = ends.known(taken);
      if (!take_known(bytes.data() + at, bytes.data() + end, heads[taken])) break;
      at = end + 1;
    }
    ends.drop(taken);
    counts_.lines += taken;
    counts_.logged += taken;
    if (taken < count) break;
  }
  return at;
}

void LogReader::learn_stamp(std::string_view line, const LogLine& out) {
  Micros time = 0;
  stamp_is_known_ =
      known_stamp_.ready() && known_stamp_.read(line.data(), time) && time == out.time;
  if (!stamp_is_known_) {
    const auto size = static_cast<std::size_t>(out.host.data() - line.data());
    stamp_is_known_ = known_stamp_.learn(line.substr(0, size), out.time);
  }
  known_dialect_ = out.dialect;
  known_is_exim_ = hint_ == kEximFile;
}

}  // namespace smtptally
