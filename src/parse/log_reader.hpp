#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "parse/dialect.hpp"
#include "parse/exchange_reader.hpp"
#include "parse/journal.hpp"
#include "parse/journal_file.hpp"
#include "parse/line_ends.hpp"
#include "parse/line_prefix.hpp"
#include "parse/line_sink.hpp"
#include "parse/read_outcome.hpp"
#include "parse/stamp.hpp"
#include "parse/stamp_cache.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// Splits the bytes of one input into lines and recognises the dialect of each. The dialect of the
/// preceding line is tried first, so that a file of one dialect needs one attempt per line.
class LogReader {
 public:
  /// A longer line is skipped and counted as malformed.
  static constexpr std::size_t kMaxLine = std::size_t{1} << 20;

  /// The kinds of logs that the input may contain.
  enum class Expect : std::uint8_t { anything, postfix, exchange };

  /// Requires that `heads` comes from a reader with the same sink, or with one that stores no memo.
  LogReader(const Zone& log_zone, int first_year, LineSink& sink, Expect expect = Expect::anything,
            HeadCache heads = {})
      : stamp_reader_(log_zone, first_year),
        heads_(std::move(heads)),
        inner_stamps_(log_zone, first_year),
        sink_(&sink),
        expect_(expect) {}

  /// The state from earlier lines of an input that the reader of a later part needs.
  struct Context;
  /// Continues where another reader of the same input stopped.
  LogReader(const Zone& log_zone, const Context& context, LineSink& sink, Expect expect,
            HeadCache heads = {});
  [[nodiscard]] Context context() const;
  /// Sets how stamps of exports are read. Requires that nothing was consumed yet.
  void expect_dates(const ExportDates& dates) { exchange_.expect_dates(dates); }
  /// The bytes are those of a journal file. Requires that nothing was consumed yet.
  /// `memory` may be that of an earlier reader, or null.
  void expect_journal(JournalFile::Source source, std::unique_ptr<JournalMemory> memory = nullptr) {
    journal_ = std::make_unique<JournalFile>(std::move(source), std::move(memory));
  }
  /// Null for a reader of other bytes.
  [[nodiscard]] std::unique_ptr<JournalMemory> take_journal_memory() {
    return journal_ == nullptr ? nullptr : std::move(*journal_).take_memory();
  }
  /// Offset of the entry of a journal file that was read last; 0 if none was.
  [[nodiscard]] std::uint64_t latest_journal_entry() const noexcept {
    return journal_ == nullptr ? 0 : journal_->latest_entry();
  }
  /// Which ends of the bytes may be in the middle of a line. What is held back there is in
  /// ReadOutcome::cut; rows of Exchange and entries of the journal never are.
  struct Hold {
    bool first = false;
    bool last = false;
    bool operator==(const Hold&) const = default;
  };
  /// Requires that nothing was consumed yet.
  void hold(Hold ends) noexcept { hold_ = ends; }
  /// Passes all stamps of exports to `survey`, which must outlive the reader.
  void survey(DateSurvey& survey) noexcept { exchange_.survey(survey); }
  /// Moves the cache of heads out, for another reader. PERF: building one for every part of a log
  /// took half of the memory that a run with two jobs requested from the kernel.
  [[nodiscard]] HeadCache take_heads() { return std::move(heads_); }

  /// Consumes whole lines at the front of `bytes` and returns their size in bytes; the caller
  /// passes the rest again, with more bytes appended. With `at_end` everything is consumed.
  std::size_t consume(PaddedText bytes, bool at_end);

  /// How many bytes behind those that were consumed are not looked at: any may stand for them.
  [[nodiscard]] std::uint64_t passed_over() const noexcept {
    return journal_ == nullptr ? 0 : journal_->passed_over();
  }

  [[nodiscard]] const ReadCounts& counts() const noexcept { return counts_; }
  [[nodiscard]] const StampReader& stamps() const noexcept { return stamp_reader_; }
  [[nodiscard]] ReadOutcome outcome() const;
  [[nodiscard]] const DialectSet& dialects() const noexcept { return dialects_; }

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
  /// The context of a line that is part of another line.
  struct Around {
    unsigned depth = 0;          ///< Number of wrappings removed.
    std::optional<Micros> time;  ///< The innermost stamp around the line.
    bool has_year = false;       ///< Its year is known.
  };
  [[nodiscard]] bool take_log(PaddedText line, const Around& around);
  [[nodiscard]] bool take_known(const char* line, const char* end, HeadCache::Place head);
  std::size_t take_known_lines(PaddedText bytes, std::size_t at, LineEnds& ends);
  [[nodiscard]] bool take_known_exim(PaddedText line, LogLine& out);
  std::size_t take_known_exim_lines(PaddedText bytes, std::size_t at, LineEnds& ends);
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
  void hold_back(std::string_view whole, PaddedText line);
  std::size_t take_export(PaddedText bytes, bool at_end);
  std::size_t take_journal(PaddedText bytes, bool at_end);
  void take_entry(JournalFile::Found found, LogLine& line);
  /// Whether no line of the input was understood yet.
  [[nodiscard]] bool is_first() const noexcept { return !began_ && counts_.logged == 0; }

  StampReader stamp_reader_;
  HeadCache heads_;
  StampReader inner_stamps_;  ///< For inner lines, whose years come from the stamps around them.
  YearEvidence years_;
  StampCache known_stamp_;
  std::string_view known_dialect_;  ///< Dialect of the known stamp.
  bool known_is_exim_ = false;      ///< It is Exim's own file.
  std::uint32_t exim_memo_ = 0;     ///< LogLine::memo of its lines.
  LineSink* sink_;
  JsonLines json_;
  ExchangeReader exchange_;
  std::unique_ptr<JournalFile> journal_;  ///< Null for any other input.
  ReadCounts counts_;
  StampCounts stamps_;
  Hold hold_;
  CutLines cut_;
  std::size_t hint_ = 0;
  std::size_t prefix_ = kNoPrefix;
  DialectSet dialects_;
  Expect expect_;
  ExchangeReader::End end_ = ExchangeReader::End::seen;  ///< For the current line.
  /// Whether the preceding line had dialect hint_, no wrappings and a stamp like the known one.
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
