#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "io/input_set.hpp"
#include "io/random_file.hpp"
#include "parse/log_reader.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// One input on its way.
struct Input {
  InputFile file;
  std::size_t number = 0;        ///< Of the input, as they were named.
  bool is_log = false;           ///< The head holds a line of a known dialect.
  std::string dialects;          ///< Of the head.
  ExportDates dates;             ///< Of an export: how its stamps are to be read.
  std::string about_dates;       ///< What is to be said about them.
  bool yearless = false;         ///< Stamps of the head have no year.
  bool dated = false;            ///< Some have one.
  int year = 2000;               ///< Of the first stamp, if it has none.
  Micros first = kEndOfTime;     ///< Time of the first line.
  Micros earliest = kEndOfTime;  ///< Of the head until the input was read, then of what was read.
  std::optional<Micros> last;    ///< The latest one, of the last lines until then.
  /// Log hosts of lines of Postfix: of the head until the input was read, then of what was read,
  /// too.
  std::set<std::string> hosts;
  /// What was read has a line that is older or later than what was known, or of another host.
  bool goes_beyond = false;
  int years_too_late = 0;  ///< The year of the first stamp is so much too late, as reading showed.
};

/// Whether any of the inputs can be read once only.
[[nodiscard]] bool has_pipe(const std::vector<Input>& inputs) noexcept;
/// Whether the head holds rows of Exchange: the names of all its dialects say so.
[[nodiscard]] bool is_exchange(const Input& input) noexcept;

[[nodiscard]] LogReader::Expect expected(const Config& config) noexcept;

/// Fills everything but input.file from the head of the file. `heads` is for this alone, empty at
/// first. PERF: to build one for each of 4000 logs of 50 KB, here, where their ends are looked at,
/// and where they are read, was more than half of the time of a run.
void inspect(Input& input, const Config& config, HeadCache& heads);
/// Takes `year` for the first stamp of the input, and what follows from that.
void take_year(Input& input, int year, const Config& config);
/// No stamp of the file can be later if its years are right.
[[nodiscard]] Micros latest_possible(const InputFile& file, const Config& config);
/// How many years the first stamp is too late at least, by what was read of the input: a stamp
/// after the file was written, a February 29 in a year without one, or later stamps that have a
/// year, which date what stands in front of them. 0 where nothing says so.
[[nodiscard]] int years_too_late(const Input& input, const ReadOutcome& outcome,
                                 const Config& config);
/// So many years earlier it is not later than `limit`, give or take a day.
[[nodiscard]] int years_behind(Micros time, Micros limit, const Zone& zone);
/// Whether what the file holds is the text itself: neither packed nor UTF-16.
[[nodiscard]] bool lies_as_text(const RandomFile& file, const InputFile& input);

}  // namespace smtptally
