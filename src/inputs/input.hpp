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

/// One input and the state of reading it.
struct Input {
  InputFile file;
  std::size_t number = 0;        ///< By the order on the command line.
  bool is_log = false;           ///< The head holds a line of a known dialect.
  DialectSet dialects;           ///< Of the head.
  ExportDates dates;             ///< Of an export: how its stamps are to be read.
  Said about_dates;              ///< What is to be said about them, or about `zone`.
  std::optional<Zone> zone;      ///< Of its stamps, if it tells: by the message ids of Exim.
  bool yearless = false;         ///< Stamps of the head have no year.
  bool dated = false;            ///< Some stamps have a year.
  int year = 2000;               ///< Year of the first stamp, if it has none.
  Micros first = kEndOfTime;     ///< Time of the first line.
  Micros earliest = kEndOfTime;  ///< In the head, then in all lines read.
  std::optional<Micros> last;    ///< Latest time: of the last lines, then of all lines read.
  /// Log hosts of Postfix lines: of the head, then of all lines read, too.
  std::set<std::string> hosts;
  LogReader::Hold hold;  ///< Which of its ends may be in the middle of a line.
  /// A line was read that is earlier or later than the known times, or of another host.
  bool goes_beyond = false;
  int years_too_late = 0;  ///< Years that the first stamp is too late, as reading showed.
};

/// Whether any input can be read only once.
[[nodiscard]] bool has_pipe(const std::vector<Input>& inputs) noexcept;
/// Whether the head holds rows of Exchange.
[[nodiscard]] bool is_exchange(const Input& input) noexcept;

[[nodiscard]] LogReader::Expect expected(const Config& config) noexcept;

/// The zone of stamps without one.
[[nodiscard]] inline const Zone& log_zone_of(const Input& input, const Config& config) noexcept {
  return input.zone ? *input.zone : config.log_zone;
}

/// Fills everything except input.file from the head of the file. `heads` is used only here and
/// empty at first. PERF: building one for each of 4000 logs of 50 KB, in the three places that read
/// them, took more than half of the time of a run.
void inspect(Input& input, const Config& config, HeadCache& heads);
/// Sets the year of the first stamp and everything that depends on it.
void take_year(Input& input, int year, const Config& config);
/// The latest possible time of a stamp in the file, if its years are right.
[[nodiscard]] Micros latest_possible(const InputFile& file, const Config& config);
/// How many years at least the first stamp is too late, by the lines read: a stamp after the file
/// was written, a February 29 in a year without one, or later stamps with a year, which date the
/// stamps before them. 0 without evidence.
[[nodiscard]] int years_too_late(const Input& input, const ReadOutcome& outcome,
                                 const Config& config);
/// How many years earlier `time` must be not to be later than `limit`, within a day.
[[nodiscard]] int years_behind(Micros time, Micros limit, const Zone& zone);
/// Whether the bytes of the file are its text: neither packed nor UTF-16, and no journal
/// file.
[[nodiscard]] bool lies_as_text(const RandomFile& file, const InputFile& input);

}  // namespace smtptally
