#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smtptally/dimension.hpp"
#include "smtptally/mail_request.hpp"
#include "smtptally/measure.hpp"
#include "smtptally/output_format.hpp"
#include "smtptally/selection.hpp"
#include "smtptally/time.hpp"
#include "smtptally/unusual_options.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

enum class Command : std::uint8_t {
  summary,
  events,
  pivot,
  check,
  compare,
  sender,
  client,
  report,
  unusual,
  collect  ///< No view: it writes a history.
};
enum class ColorMode : std::uint8_t { automatic, always, never };
enum class SortDirection : std::uint8_t { ascending, descending };
enum class InputFormat : std::uint8_t { automatic, postfix, exchange };

struct SortSpec {
  std::string field;
  SortDirection direction = SortDirection::descending;
  bool operator==(const SortSpec&) const = default;
};

/// How files are searched for the time range, so that bytes outside of it are not read.
struct SeekOptions {
  bool allowed = true;
  std::uint64_t least_bytes = std::uint64_t{1} << 20;  ///< Smaller files are read whole.
  std::size_t block = std::size_t{16} << 10;           ///< Bytes that one probe reads.
  unsigned looks = 64;  ///< Evenly spaced probes that check whether the stamps rise.
  std::size_t step = std::size_t{256} << 10;  ///< Bytes between two checks for the end.
  /// Time that is first read before and after the range.
  Micros slack = Micros{3600} * kMicrosPerSecond;
  /// How much older than the preceding line a line may be. Requires at most `slack`.
  Micros disorder = Micros{600} * kMicrosPerSecond;

  bool operator==(const SeekOptions&) const = default;
};

/// The history that is written by Command::collect and read in place of logs by the others.
struct HistoryRequest {
  std::string db;          ///< Its file; empty for none.
  Micros keep = 0;         ///< How long hours are kept before they become days; 0 for always.
  Micros keep_days = 0;    ///< How long days are kept; 0 for always.
  unsigned patience = 60;  ///< Seconds to wait for another run that writes.
  bool against = false;    ///< Command::check: count the files anew and compare.
  bool range_by_default = false;  ///< The range was not asked for.

  bool operator==(const HistoryRequest&) const = default;
};

/// Parts: what one machine read, kept in a file for `merge`.
struct PartRequest {
  bool write = false;       ///< --partial: a part takes the place of the report.
  bool merge = false;       ///< The inputs are parts.
  bool view_named = false;  ///< With `merge`: a report was asked for by its name.
  /// With `merge`: the options that were set. What the others decide, the parts say.
  std::vector<std::string> given;

  bool operator==(const PartRequest&) const = default;
};

/// Everything a run depends on, except the bytes of its inputs. Plain data, complete and valid.
struct Config {
  Command command = Command::summary;
  std::string preset;               ///< Command::pivot: its name, ours or of the config file.
  std::vector<std::string> inputs;  ///< Files, directories, "-".

  Selection selection;
  TimeRange looked_at;             ///< Command::unusual: what is compared with the time before.
  UnusualOptions unusual;          ///< Command::unusual, summary and report.
  std::string compared_file;       ///< Command::compare: the exported report.
  std::vector<Dimension> rows;     ///< Command::pivot.
  std::vector<Dimension> columns;  ///< Command::pivot.
  std::vector<Measure> values;     ///< Command::pivot.

  Zone zone;                        ///< For printed times and for the bounds of days.
  Zone log_zone;                    ///< For stamps without a zone.
  bool log_zone_is_default = true;  ///< Nobody said which: a log may tell.
  Micros now = 0;
  std::optional<int> log_year;  ///< The year of the first stamp without a year in each file.
  InputFormat input_format = InputFormat::automatic;
  SeekOptions seek;

  std::optional<SortSpec> sort;
  std::size_t top = 0;  ///< Rows to print, 0 for all.
  OutputFormat format = OutputFormat::table;
  std::string output;          ///< File to write; empty for standard output.
  MailRequest mail;            ///< Command::report.
  bool journal = false;        ///< Read the journal instead of files.
  std::string journal_folder;  ///< Its files; empty for those of this machine.
  HistoryRequest history;
  PartRequest part;
  bool failures = false;  ///< Report refused logins and handshakes instead of messages.
  bool chart = false;     ///< Bars or sparklines beside the numbers of a pivot.
  bool color = false;
  bool ascii = false;    ///< Screens are drawn with ASCII alone.
  bool wide = false;     ///< Screens show every column, as CSV has them.
  unsigned width = 0;    ///< Columns of a screen, 0 for unlimited.
  unsigned height = 0;   ///< Lines of the terminal; 0 where there is none.
  std::string pager;     ///< Command that shows what is longer than the terminal; empty for none.
  std::string language;  ///< Of formats for people, and of what is said on standard error: "de".
  /// File with the key of the pseudonyms that take the place of names; empty for names.
  std::string anonymize;
  bool spreadsheet_safe = false;
  ExcelCsv excel = ExcelCsv::off;
  bool stats = false;
  bool strict = false;
  bool quiet = false;
  bool progress = false;  ///< Show the progress of reading on stderr, which is a terminal.
  /// Never changes how much is read, nor the report of a log whose stamps rise. With lines out of
  /// order, a session that is silent for a day may be given up one line sooner or later. With lines
  /// out of order by more than a second, a second copy of a line may be mistaken at a cut.
  unsigned jobs = 1;
  /// Maximum of bytes of a file that one thread reads at a time.
  std::uint64_t slice = std::uint64_t{16} << 20;
};

}  // namespace smtptally
