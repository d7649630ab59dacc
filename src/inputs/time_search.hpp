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

/// The result of one probe of a file: the whole lines of a block.
struct TimeMark {
  std::uint64_t offset = 0;  ///< Beginning of the first whole line.
  std::uint64_t end = 0;     ///< Behind the last one.
  Micros earliest = 0;
  Micros latest = 0;
  int first_year = 0;     ///< Year of the first stamp, in the log zone.
  int last_year = 0;      ///< Year of the last stamp.
  std::string last_line;  ///< The last line with a stamp; context of the next probe.
};

/// Finds the place of a time in a log file with rising stamps by probing a few of its blocks.
///
/// Stamps rise if no line is older than an earlier one by more than SeekOptions::disorder. Each
/// probe checks that for its own lines only. Stamps without a year follow the rule of StampReader
/// from probe to probe, so two probes must be less than half a year apart.
class TimeSearch {
 public:
  /// Borrows `file` and `heads`, which only searches use and which is empty at first. `first_year`
  /// is the year of the first stamp without one. PERF: building the heads takes longer than a
  /// search.
  TimeSearch(const RandomFile& file, const Zone& log_zone, int first_year,
             const SeekOptions& options, HeadCache& heads)
      : file_(&file), heads_(&heads), zone_(log_zone), first_year_(first_year), options_(options) {}

  /// Probes evenly spaced blocks. The error says why the file cannot be searched; then no other
  /// member may be called.
  [[nodiscard]] std::optional<Error> survey();

  /// The time of the last line; other lines may be later by the allowed disorder.
  [[nodiscard]] Micros latest() const noexcept { return marks_.back().latest; }
  [[nodiscard]] Micros earliest() const noexcept { return marks_.front().earliest; }
  [[nodiscard]] bool yearless() const noexcept { return yearless_; }

  /// The place of a line and the year of the first stamp from there on.
  struct Place {
    std::uint64_t offset = 0;
    int year = 0;
  };
  /// A line, as late as a few probes find, before which every stamp is before `time`.
  [[nodiscard]] Result<Place> last_before(Micros time);
  /// A line, as early as a few probes find, from which on no stamp is before `time`; the end of the
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
  bool lines_only_ = true;  ///< No line was of the journal.
  bool ordered_ = true;     ///< No look found a step back.
  bool leap_conflict_ = false;
};

}  // namespace smtptally
