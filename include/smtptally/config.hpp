#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "smtptally/config_text.hpp"
#include "smtptally/dimension.hpp"
#include "smtptally/exit_code.hpp"
#include "smtptally/mail_request.hpp"
#include "smtptally/time.hpp"
#include "smtptally/unusual_options.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

class Pseudonyms;

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
enum class SenderKind : std::uint8_t { account, envelope };
enum class AuthScope : std::uint8_t { only, none, any };
enum class OutputFormat : std::uint8_t { table, csv, tsv, json, ndjson, markdown, html };
/// For people: sentences, charts, and no column that says nothing.
[[nodiscard]] constexpr bool is_for_people(OutputFormat format) noexcept {
  return format == OutputFormat::table || format == OutputFormat::html;
}
/// Whether it is written in the language of the reader. Programs get English whatever that is.
[[nodiscard]] constexpr bool is_translated(OutputFormat format) noexcept {
  return is_for_people(format) || format == OutputFormat::markdown;
}
/// Whether CSV is written for Excel, and what separates its cells then.
enum class ExcelCsv : std::uint8_t { off, comma, semicolon };
enum class ColorMode : std::uint8_t { automatic, always, never };
enum class SortDirection : std::uint8_t { ascending, descending };
enum class InputFormat : std::uint8_t { automatic, postfix, exchange };

/// One --where: a field, an operator and the values to compare with.
struct Condition {
  enum class Op : std::uint8_t {
    equal,
    not_equal,
    starts_with,
    contains,
    less,
    less_equal,
    greater,
    greater_equal,
  };
  std::string field;  ///< Name of a Dimension, or of a numeric column such as "tls1_0_pct".
  Op op = Op::equal;
  /// Texts as reports print them, or one number. `=`, `^=` and `~` match any, `!=` none.
  std::vector<std::string> values;
  /// Only for the fields first and last: the named day or instant.
  std::optional<TimeRange> time;

  bool operator==(const Condition&) const = default;
};

struct SortSpec {
  std::string field;
  SortDirection direction = SortDirection::descending;
  bool operator==(const SortSpec&) const = default;
};

/// How Exchange logs are read.
struct ExchangeOptions {
  bool estimates = true;      ///< TLS by client address and time where the session is not known.
  bool count_probes = false;  ///< Messages of Exchange's own monitoring.
  /// RECEIVE rows and sessions that the join holds at most; then it emits the older half.
  std::size_t join_limit = 600'000;
  /// Receive connectors of clients, by the beginning of the connector name.
  std::vector<std::string> client_connectors{"Client Proxy ", "Client Frontend ", "Client "};

  bool operator==(const ExchangeOptions&) const = default;
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

/// The only sender or client of a report.
struct Subject {
  Dimension dimension = Dimension::sender;  ///< Or client.
  std::string name;                         ///< As reports print it.

  bool operator==(const Subject&) const = default;
};

/// Which messages count, and how senders are named.
struct Selection {
  TimeRange range;
  /// The period that the range is compared with, read in the same run. Only where there is a range.
  std::optional<TimeRange> before;
  /// Whether it is of no use where the input does not cover all of it, and then need not be read.
  bool before_only_whole = false;
  SenderKind sender = SenderKind::account;
  AuthScope auth = AuthScope::only;
  bool fold_case = false;
  std::vector<std::string> domains;   ///< Lower case; empty for all.
  std::vector<Condition> conditions;  ///< All must hold.
  std::optional<Subject> subject;     ///< Command::sender and client.
  ExchangeOptions exchange;
  /// What names are collected as, behind all filters; borrowed, and null for as they are.
  Pseudonyms* pseudonyms = nullptr;

  /// From the beginning of both periods to the end of both: what must be read.
  [[nodiscard]] TimeRange range_read() const noexcept {
    if (!before) return range;
    return {std::min(range.since, before->since), std::max(range.until, before->until)};
  }
  bool operator==(const Selection&) const = default;
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

/// Properties of the process that are the defaults of options. Tests pass their own.
struct Environment {
  Micros now = 0;
  bool stdin_is_terminal = false;
  bool stdout_is_terminal = false;
  bool stderr_is_terminal = false;
  unsigned terminal_width = 0;
  unsigned terminal_height = 0;
  bool utf8 = true;                 ///< The locale's character set.
  bool no_color = false;            ///< NO_COLOR is set and not empty.
  bool clicolor = true;             ///< CLICOLOR is not 0.
  bool force_color = false;         ///< CLICOLOR_FORCE is set, and not to 0.
  bool dumb = false;                ///< TERM=dumb.
  std::string columns;              ///< COLUMNS
  std::string language = "en";      ///< LANGUAGE, LC_ALL, LC_MESSAGES, LANG.
  std::string pager = "less -FRX";  ///< SMTPTALLY_PAGER, else PAGER.
  unsigned cores = 1;
  std::string state_home;  ///< XDG_STATE_HOME, else of HOME; empty for none.
  ConfigText config_text;
  std::vector<Variable> variables;  ///< SMTPTALLY_...
};

/// A command line that asks for no run: --help, --version, or a usage error.
struct EarlyExit {
  ExitCode code = ExitCode::ok;
  std::string text;

  bool operator==(const EarlyExit&) const = default;
};

/// Turns the command line into a Config. Opens no input and prints nothing.
[[nodiscard]] std::variant<Config, EarlyExit> parse_command_line(
    const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace smtptally
