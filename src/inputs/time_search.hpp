#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/random_file.hpp"
#include "parse/head_cache.hpp"
#include "parse/log_reader.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// What one look into a file found: the whole lines of a block.
struct TimeMark {
  std::uint64_t offset = 0;  ///< Of the first whole line.
  std::uint64_t end = 0;     ///< Behind the last one.
  Micros earliest = 0;
  Micros latest = 0;
  int first_year = 0;     ///< Of the first stamp, in the log zone.
  int last_year = 0;      ///< Of the last one.
  std::string last_line;  ///< The last line with a stamp; the look behind it begins there.
};

/// Finds the place of a time in a log file whose stamps rise, by looking at a few of its blocks.
///
/// Stamps rise when no line is older than one before it by more than the disorder that
/// SeekOptions allow. That is checked at every look, and only there. Stamps without a year follow
/// the rule of StampReader from look to look, so that less than half a year may lie between two.
class TimeSearch {
 public:
  /// Borrows `file` and `heads`, which is for searches alone, empty at first. `first_year` is that
  /// of the first stamp without a year. PERF: to build the heads takes longer than to look.
  TimeSearch(const RandomFile& file, const Zone& log_zone, int first_year,
             const SeekOptions& options, HeadCache& heads)
      : file_(&file), heads_(&heads), zone_(log_zone), first_year_(first_year), options_(options) {}

  /// Looks at evenly spaced places. The error says why the file can not be searched; nothing else
  /// may be asked then.
  [[nodiscard]] std::optional<Error> survey();

  /// The time of the last line; another may be later by the allowed disorder.
  [[nodiscard]] Micros latest() const noexcept { return marks_.back().latest; }
  [[nodiscard]] Micros earliest() const noexcept { return marks_.front().earliest; }
  [[nodiscard]] bool yearless() const noexcept { return yearless_; }

  /// The place of a line and the year of the first stamp from there on.
  struct Place {
    std::uint64_t offset = 0;
    int year = 0;
  };
  /// As late a line as a few looks find, before which every stamp is before `time`.
  [[nodiscard]] Result<Place> last_before(Micros time);
  /// As early a line as a few looks find, from which on no stamp is before `time`; the end of the
  /// file if there is none.
  [[nodiscard]] Result<std::uint64_t> first_from(Micros time);

 private:
  [[nodiscard]] Result<TimeMark> look(std::uint64_t offset, std::size_t block,
                                      const TimeMark* before);
  [[nodiscard]] bool take_lines(PaddedText lines, const TimeMark* before, TimeMark& mark);
  template <class IsBefore>
  [[nodiscard]] std::optional<Error> narrow(const IsBefore& is_before, std::size_t& at);
  [[nodiscard]] std::optional<Error> check_leap_days();

  const RandomFile* file_;
  HeadCache* heads_;
  Zone zone_;
  int first_year_;
  SeekOptions options_;
  std::vector<TimeMark> marks_;  ///< By offset; the first at 0.
  bool yearless_ = false;
  bool lines_only_ = true;  ///< No line was of a dialect that is no line of text.
  bool ordered_ = true;     ///< No look found a step back.
  bool leap_conflict_ = false;
};

}  // namespace smtptally
