// OpenLog: reads one log ahead of the common time of several logs.

#include "reading/open_log.hpp"

#include <algorithm>

#include "parse/line_hash.hpp"

namespace smtptally {
namespace {

/// Limits of the part of a log that is aligned at a time.
constexpr std::size_t kMostLines = 16384;
constexpr std::size_t kMostAhead = std::size_t{4} << 20U;
constexpr std::size_t kStep = std::size_t{64} * 1024;

}  // namespace

void OpenLog::line(const LogLine& line) {
  const Micros latest = std::max(latest_, line.time);
  const std::int64_t second = whole_seconds(latest);
  if (alone_ && ahead_.size() == 0 && second >= alone_->from && second < alone_->until) {
    latest_ = latest;
    is_new_ = false;
    piece_->line(line);
  } else if (!piece_->is_of_server(line)) {
    piece_->line(line);  // The line is only counted.
  } else {
    latest_ = latest;
    ahead_.add(line, latest);
  }
}

bool OpenLog::look_ahead(std::size_t count, const std::optional<Seconds>& alone) {
  alone_ = alone;
  while (ahead_.size() <= count && more_) {
    ahead_.make_room();
    const Result<bool> more =
        buffer_.take_some(*source_, reader_, ReadBuffer::End::of_input, kStep);
    if (!more) damage_ = more.error();
    more_ = more && more.value();
  }
  return ahead_.size() > count;
}

std::size_t OpenLog::lines_before(std::int64_t& second) {
  std::size_t count = 0;
  while (look_ahead(count, std::nullopt) && this->second(count) < second) {
    if (count == kMostLines || ahead_.bytes_before(count) > kMostAhead) {
      second = std::max(this->second(count), this->second(0) + 1);
      break;
    }
    ++count;
  }
  while (count > 0 && this->second(count - 1) >= second) --count;
  return count;
}

PlacedLine OpenLog::place(std::size_t index, std::uint32_t log) const {
  const LogLine line = ahead_[index];
  return {.hash = hash_of_line(line),
          .time = ahead_.time(index),
          .is_late = whole_seconds(line.time) < second(index),
          .log = log,
          .index = static_cast<std::uint32_t>(index)};
}

void OpenLog::take(const PlacedLine& line, DuplicateLines& copies) {
  const std::uint32_t times = piece_->understand(ahead_[line.index]);
  if (times == 0) return;
  if (copies.is_copy(line.hash, line.is_late, number_)) {
    ++piece_->coverage()[CoverageItem::duplicate_lines];
  } else {
    piece_->use(times);
  }
}

void OpenLog::take_copy(const PlacedLine& line, DuplicateLines& copies) {
  if (piece_->understand(ahead_[line.index]) == 0) return;
  copies.add_copy(line.hash, line.is_late, number_);
  ++piece_->coverage()[CoverageItem::duplicate_lines];
}

bool OpenLog::take_before(std::int64_t second) {
  std::size_t count = 0;
  for (; count < ahead_.size() && this->second(count) < second; ++count) {
    piece_->line(ahead_[count]);
  }
  drop(count);
  return count > 0;
}

}  // namespace smtptally
