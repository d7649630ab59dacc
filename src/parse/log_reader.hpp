#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "parse/dialect.hpp"
#include "parse/exchange_reader.hpp"
#include "parse/journal.hpp"
#include "parse/line_ends.hpp"
#include "parse/line_prefix.hpp"
#include "parse/read_outcome.hpp"
#include "parse/stamp.hpp"
#include "parse/stamp_cache.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// Takes what a log holds, in its order.
class LineSink {
 public:
  LineSink() = default;
  LineSink(const LineSink&) = delete;
  LineSink& operator=(const LineSink&) = delete;
  virtual ~LineSink() = default;

  /// The views of `line` live for this call.
  virtual void line(const LogLine& line) = 0;
  /// Rows of Exchange, in the same way.
  virtual void tracking(const TrackingRow& row) = 0;
  virtual void protocol(const ProtocolRow& row) = 0;
};

/// Splits the bytes of one input into lines and finds the dialect of each by looking at it. The
/// dialect of the line before is tried first, so a file of one dialect pays for one.
class LogReader {
 public:
  /// A longer line is skipped and counted as malformed.
  static constexpr std::size_t kMaxLine = std::size_t{1} << 20;

  /// Which logs may be in the input.
  enum class Expect : std::uint8_t { anything, postfix, exchange };

  /// `heads` may come from any reader with the same sink, or one that notes nothing in them.
  LogReader(const Zone& log_zone, int first_year, LineSink& sink, Expect expect = Expect::anything,
            HeadCache heads = {})
      : stamp_reader_(log_zone, first_year),
        heads_(std::move(heads)),
        inner_stamps_(log_zone, first_year),
        sink_(&sink),
        expect_(expect) {}

  /// What earlier lines of an input mean for later ones: how a part of it is to be read.
  struct Context;
  /// Goes on where another reader of the same input stopped.
  LogReader(const Zone& log_zone, const Context& context, LineSink& sink, Expect expect,
            HeadCache heads = {});
  [[nodiscard]] Context context() const;
  /// How stamps of exports are to be read; before anything is taken.
  void expect_dates(const ExportDates& dates) { exchange_.expect_dates(dates); }
  /// Shows all stamps of exports to `survey`, which must live as long.
  void survey(DateSurvey& survey) noexcept { exchange_.survey(survey); }
  /// What it remembers of lines, for another reader. PERF: to build one for every part of a log was
  /// half of the memory that a run with two jobs had to ask the system for.
  [[nodiscard]] HeadCache take_heads() && { return std::move(heads_); }

  /// Takes whole lines from the front of `bytes` and says how many bytes they were; the caller
  /// gives the rest again, with more behind it. With `at_end` everything is taken.
  std::size_t consume(PaddedText bytes, bool at_end);

  [[nodiscard]] const ReadCounts& counts() const noexcept { return counts_; }
  [[nodiscard]] const StampReader& stamps() const noexcept { return stamp_reader_; }
  [[nodiscard]] ReadOutcome outcome() const;
  [[nodiscard]] std::string dialects() const { return outcome().dialects(); }

 private:
  void take_whole_line(PaddedText line);
  void take_record(PaddedText record);
  void take_line(PaddedText line);
  [[nodiscard]] bool take_exchange(std::string_view record);
  [[nodiscard]] bool take_wrapped(std::string_view record);
  [[nodiscard]] bool deliver_row(ExchangeReader::Kind kind);
  void count_stamp();
  void count_time(Micros time, std::size_t dialect);
  void malformed_line();
  /// What stands around a line that is a part of another one.
  struct Around {
    unsigned depth = 0;          ///< How many wrappings were taken off.
    std::optional<Micros> time;  ///< Of the nearest stamp around it.
    bool has_year = false;       ///< That stamp has one, or stands beside one that has.
  };
  [[nodiscard]] bool take_log(PaddedText line, const Around& around);
  [[nodiscard]] bool take_known(const char* line, const char* end, HeadCache::Place head);
  std::size_t take_known_lines(PaddedText bytes, std::size_t at, LineEnds& ends);
  void learn_stamp(std::string_view line, const LogLine& out);
  [[nodiscard]] StampReader& stamps_in(const Around& around);
  [[nodiscard]] bool take_as(std::size_t dialect, PaddedText line, const Around& around);
  [[nodiscard]] bool take_dialect(PaddedText line, const Around& around);
  std::size_t take_next(PaddedText rest, std::size_t line, bool at_end);
  [[nodiscard]] bool take_json(PaddedText line, const Around& around);
  [[nodiscard]] bool take_inner_json(const JsonLines::Parsed& parsed, const Around& around);
  [[nodiscard]] bool take_behind_prefix(PaddedText line, const Around& around);
  [[nodiscard]] bool take_container_text(const LogLine& line, const Around& around);
  enum class Year : bool { guessed, known };
  void deliver(LogLine& line, std::size_t dialect, Year year);
  [[nodiscard]] static std::size_t end_of_record(std::string_view text, std::size_t from);
  void take_tail(PaddedText rest);
  std::size_t take_export(PaddedText bytes, bool at_end);
  /// Whether nothing of the input was understood yet.
  [[nodiscard]] bool is_first() const noexcept { return !began_ && counts_.logged == 0; }

  StampReader stamp_reader_;
  HeadCache heads_;
  StampReader inner_stamps_;  ///< Of lines inside of others, whose years are told by these.
  YearEvidence years_;
  StampCache known_stamp_;
  std::string_view known_dialect_;  ///< The name of the dialect that the known stamp is of.
  LineSink* sink_;
  JsonLines json_;
  ExchangeReader exchange_;
  ReadCounts counts_;
  StampCounts stamps_;
  std::size_t hint_ = 0;
  std::size_t prefix_ = kNoPrefix;
  std::bitset<kDialectCount> seen_;  ///< See ReadOutcome.
  Expect expect_;
  ExchangeReader::End end_ = ExchangeReader::End::seen;  ///< Of the line at hand.
  /// Whether the line before was a plain one of dialect hint_ with a stamp like the known one.
  bool stamp_is_known_ = false;
  bool skipping_ = false;  ///< Inside a line that is too long.
  bool began_ = false;     ///< An earlier part of the input had lines with an envelope.
};

struct LogReader::Context {
  std::size_t hint = 0;
  std::size_t prefix = kNoPrefix;
  StampReader::Year year;
  bool began = false;
  bool skipping = false;
  ExchangeReader::Context exchange;

  bool operator==(const Context&) const = default;
};

}  // namespace smtptally
