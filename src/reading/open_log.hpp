#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "inputs/journal_input.hpp"
#include "reading/duplicate_lines.hpp"
#include "reading/input_reader.hpp"
#include "reading/line_alignment.hpp"
#include "reading/line_queue.hpp"
#include "reading/read_buffer.hpp"

namespace smtptally {

/// The seconds [from, until).
struct Seconds {
  std::int64_t from = INT64_MIN;
  std::int64_t until = INT64_MAX;
};

/// A log that is read together with others.
class OpenLog final : public LineSink {
 public:
  OpenLog(Input& input, int year, std::uint32_t number, std::unique_ptr<ByteSource> source,
          const Reading& reading)
      : job_(&input),
        number_(number),
        source_(std::move(source)),
        piece_(reading.result.piece.get()),
        reader_(log_zone_of(input, reading.config), year, *this, expected(reading.config)) {
    reader_.expect_dates(input.dates);
    if (input.file.journal) reader_.expect_journal(journal_source(input, 0));
  }

  void line(const LogLine& line) override;
  void tracking(const TrackingRow& row) override { piece_->tracking(row); }
  void protocol(const ProtocolRow& row) override { piece_->protocol(row); }

  /// Reads ahead until more than `count` lines are queued. Lines of the period `alone`, in which no
  /// other log is open, go to the piece at once. False if the log ends before.
  bool look_ahead(std::size_t count, const std::optional<Seconds>& alone);
  /// The number of queued lines before `second`. If they are too many, counts fewer seconds and
  /// sets `second` to the second of the next line, unless all lines are of one second.
  std::size_t lines_before(std::int64_t& second);
  /// The second of a line by its place in the order of logs.
  [[nodiscard]] std::int64_t second(std::size_t index) const {
    return whole_seconds(ahead_.time(index));
  }
  /// The properties that decide the place of a line among other logs.
  [[nodiscard]] PlacedLine place(std::size_t index, std::uint32_t log) const;
  /// Passes the line to the piece if it is no copy.
  void take(const PlacedLine& line, DuplicateLines& copies);
  /// Counts a line that is known to be a copy.
  void take_copy(const PlacedLine& line, DuplicateLines& copies);
  void drop(std::size_t count) noexcept {
    ahead_.drop(count);
    is_new_ = false;
  }
  /// Whether no line of it was taken yet; and whether exactly `count` lines are left.
  [[nodiscard]] bool is_new() const noexcept { return is_new_; }
  [[nodiscard]] bool ends_behind(std::size_t count) const noexcept {
    return !more_ && ahead_.size() == count;
  }
  /// Makes it the continuation of the log `other`, which was rotated.
  void go_on_from(const OpenLog& other) noexcept { number_ = other.number_; }
  /// Passes the queued lines before `second`, which no other log can hold, to the piece. False if
  /// there are none.
  bool take_before(std::int64_t second);

  /// The latest time of all lines read.
  [[nodiscard]] Micros latest() const noexcept { return latest_; }
  [[nodiscard]] Input& input() const noexcept { return *job_; }
  [[nodiscard]] const std::optional<Error>& damage() const noexcept { return damage_; }
  [[nodiscard]] ReadOutcome outcome() const { return reader_.outcome(); }

 private:
  Input* job_;
  std::uint32_t number_;
  std::unique_ptr<ByteSource> source_;
  Piece* piece_;
  LineQueue ahead_;
  /// The latest time of the lines so far. Logs are ordered by it, so that a clock that was set back
  /// does not reorder a log.
  Micros latest_ = kBeginningOfTime;
  std::optional<Seconds> alone_;
  ReadBuffer buffer_;
  LogReader reader_;
  bool more_ = true;
  bool is_new_ = true;
  std::optional<Error> damage_;
};

}  // namespace smtptally
