// TimeSearch: finds a time in a file with few reads.

#include "inputs/time_search.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include <date/date.h>
#include <fmt/format.h>

#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kLongestLook = 2 * LogReader::kMaxLine;

/// Notes the time of the last line, if it has one.
class LastTime final : public LineSink {
 public:
  void line(const LogLine& line) override { time = line.time; }
  void tracking(const TrackingRow& row) override { time = row.time; }
  void protocol(const ProtocolRow& row) override { time = row.time; }

  std::optional<Micros> time;
};

}  // namespace

/// Reads `lines` into `mark`; false if no line has a stamp.
bool TimeSearch::take_lines(PaddedText lines, const TimeMark* before, TimeMark& mark) {
  LastTime last;
  const int year = before == nullptr ? first_year_ : before->last_year;
  LogReader reader(zone_, year, last, LogReader::Expect::postfix, std::move(*heads_));
  if (before != nullptr) {
    const PaddedString line(before->last_line);
    (void)reader.consume(line.text(), true);
  }
  bool found = false;
  while (!lines.empty()) {
    const std::size_t size = std::min(lines.find('\n'), lines.size() - 1) + 1;
    last.time.reset();
    (void)reader.consume(lines.substr(0, size), true);
    if (last.time) {
      if (!found) {
        mark.earliest = mark.latest = *last.time;
        mark.first_year = zone_.year_of(*last.time);
      }
      found = true;
      ordered_ = ordered_ && *last.time >= mark.latest - options_.disorder;
      mark.earliest = std::min(mark.earliest, *last.time);
      mark.latest = std::max(mark.latest, *last.time);
      mark.last_year = zone_.year_of(*last.time);
      mark.last_line = lines.substr(0, size);
    }
    lines.remove_prefix(size);
  }
  yearless_ = yearless_ || reader.stamps().guessed_year();
  leap_conflict_ = leap_conflict_ || reader.stamps().leap_conflict();
  lines_only_ = lines_only_ && !reader.dialects().any(LogKind::journal);
  *heads_ = reader.take_heads();
  return found;
}

/// Reads the lines that begin in `block` bytes from `offset` on; reads more bytes if lines are
/// long.
Result<TimeMark> TimeSearch::look(std::uint64_t offset, std::size_t block, const TimeMark* before) {
  std::string buffer;
  for (std::size_t size = block; size <= kLongestLook; size *= 2) {
    // The byte before the offset tells whether a line begins there.
    const std::uint64_t from = offset == 0 ? 0 : offset - 1;
    buffer.assign(size + 1 + kTextPadding, '\0');
    const Result<std::size_t> got = file_->read_at(from, std::span(buffer).first(size + 1));
    if (!got) return got.error();
    PaddedText lines = PaddedText::of_buffer(buffer).substr(0, got.value());
    const bool at_end = from + lines.size() >= file_->size();
    const std::size_t begin = offset == 0 ? 0 : lines.find('\n') + 1;
    if (offset != 0 && begin == 0) continue;
    if (!at_end) lines = lines.substr(0, lines.view().rfind('\n') + 1);
    if (begin >= lines.size()) {
      if (at_end) break;
      continue;
    }
    TimeMark mark;
    mark.offset = from + begin;
    mark.end = from + lines.size();
    if (take_lines(lines.substr(begin), before, mark)) return mark;
    if (at_end) break;
  }
  return Error{said("no line with a time begins behind byte {}", offset)};
}

std::optional<Error> TimeSearch::survey() {
  const std::uint64_t size = file_->size();
  const std::uint64_t block = options_.block;
  // Always probes the first and the last block, and a larger share of small files.
  const std::uint64_t blocks = size / block;
  const std::uint64_t least = std::clamp<std::uint64_t>(blocks, 1, 8);
  const std::uint64_t looks =
      std::clamp<std::uint64_t>(blocks / 16, least, std::max<std::uint64_t>(least, options_.looks));
  for (std::uint64_t i = 0; i < looks; ++i) {
    const TimeMark* const before = marks_.empty() ? nullptr : &marks_.back();
    const bool last = i + 1 == looks;
    std::uint64_t offset = looks == 1 ? 0 : (size - block) / (looks - 1) * i;
    if (before != nullptr && offset < before->end) {
      if (!last || before->end >= size) continue;
      offset = before->end;
    }
    // The last probe reads to the end of the file.
    Result<TimeMark> found = look(offset, last ? size - offset : options_.block, before);
    if (!found) return found.error();
    TimeMark& mark = found.value();
    if (before != nullptr) {
      ordered_ = ordered_ && mark.earliest >= before->latest - options_.disorder;
    }
    if (i == 0) mark.offset = 0;
    marks_.push_back(std::move(mark));
  }
  if (!lines_only_) return Error{said("it is no log of lines of text")};
  if (!ordered_) return Error{said("its stamps do not rise")};
  return check_leap_days();
}

/// A February 29 in a year without one proves that the years are wrong. Such lines come directly
/// before March 1, and the probes may all have missed them.
std::optional<Error> TimeSearch::check_leap_days() {
  std::optional<Error> conflict = Error{said("its stamps have no year, and February 29 none here")};
  if (!yearless_) return std::nullopt;
  for (int year = marks_.front().first_year; year <= marks_.back().last_year; ++year) {
    if (leap_conflict_) return conflict;
    const date::sys_days march_1{date::year(year) / date::March / 1};
    if (date::year(year).is_leap()) continue;
    const Micros time = zone_.to_utc({.day = march_1.time_since_epoch().count()});
    if (time <= marks_.front().latest || time > latest()) continue;
    std::size_t at = 0;
    if (auto error = narrow([&](const TimeMark& mark) { return mark.latest < time; }, at))
      return error;
    const std::uint64_t end = at + 1 < marks_.size() ? marks_[at + 1].end : file_->size();
    const TimeMark from = marks_[at];
    const Result<TimeMark> all =
        look(from.offset, end - from.offset, at == 0 ? nullptr : &marks_[at - 1]);
    if (!all) return all.error();
  }
  return leap_conflict_ ? conflict : std::nullopt;
}

/// Probes until the marks around the place, `at` and the next one, are at most a block apart.
/// Requires a mark before the place.
template <class IsBefore>
std::optional<Error> TimeSearch::narrow(const IsBefore& is_before, std::size_t& at) {
  const auto last = std::find_if(marks_.rbegin(), marks_.rend(), is_before);
  assert(last != marks_.rend());
  at = static_cast<std::size_t>(marks_.rend() - last) - 1;
  while (at + 1 < marks_.size()) {
    const TimeMark& low = marks_[at];
    const TimeMark& high = marks_[at + 1];
    if (high.offset <= low.end + options_.block) break;
    Result<TimeMark> found = look(low.end + (high.offset - low.end) / 2, options_.block, &low);
    if (!found) return found.error();
    TimeMark& mark = found.value();
    if (mark.offset >= high.offset) break;
    ordered_ = ordered_ && mark.earliest >= low.latest - options_.disorder &&
               high.latest >= mark.earliest - options_.disorder;
    if (!ordered_) return Error{said("its stamps do not rise")};
    const bool before = is_before(mark);
    marks_.insert(marks_.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(mark));
    if (before) ++at;
  }
  return std::nullopt;
}

Result<TimeSearch::Place> TimeSearch::last_before(Micros time) {
  if (marks_.front().latest >= time) return Place{0, first_year_};
  std::size_t at = 0;
  if (auto error = narrow([&](const TimeMark& mark) { return mark.latest < time; }, at))
    return *error;
  if (at == 0) return Place{0, first_year_};
  return Place{marks_[at].offset, marks_[at].first_year};
}

Result<std::uint64_t> TimeSearch::first_from(Micros time) {
  const auto is_before = [&](const TimeMark& mark) { return mark.earliest < time; };
  if (std::none_of(marks_.begin(), marks_.end(), is_before)) return std::uint64_t{0};
  std::size_t at = 0;
  if (auto error = narrow(is_before, at)) return *error;
  return at + 1 < marks_.size() ? marks_[at + 1].offset : file_->size();
}

}  // namespace smtptally
