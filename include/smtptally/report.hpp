#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smtptally/clients_report.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/log_kind.hpp"
#include "smtptally/said.hpp"
#include "smtptally/time.hpp"
#include "smtptally/value.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

enum class ColumnKind : std::uint8_t { text, number, share, time, chart };

/// How a column looks on a screen.
enum class Look : std::uint8_t {
  plain,
  sender,    ///< An address or login name: cut in the middle of its local part.
  exact,     ///< Never cut: a client, a queue id.
  day,       ///< "2026-11-01": the year only where the title has several, with the weekday.
  tls,       ///< "tls1_0" as "TLS 1.0".
  tls_mark,  ///< The same, old ones with a "!" behind.
  seconds,   ///< A time to the second.
  bytes,     ///< A size in SI units.
};

/// Where a column or section stands.
enum class Shown : std::uint8_t {
  everywhere,
  machine,  ///< Not on screens, but with --wide.
  details,  ///< The same; a page shows the rows behind what their first cell names.
};

struct Column {
  std::string name;     ///< The fixed name in CSV and JSON: "tls1_0_pct".
  std::string heading;  ///< Column title in tables: "TLS 1.0 %".
  ColumnKind kind = ColumnKind::text;
  bool estimated = false;  ///< Its texts are estimated: JSON marks each one, tables the heading.
  Look look = Look::plain;
  Shown shown = Shown::everywhere;
  /// What goes first where the screen is too narrow: the least worth. 9 stays.
  std::uint8_t worth = 5;
  std::string folded{};  ///< "no TLS 1.0": stands for the column where all cells are zero.
};

/// One line of people's screens.
struct Line {
  enum class Mark : std::uint8_t { plain, strong, alarm, dim };
  Mark mark = Mark::plain;
  std::string text;
  std::size_t hang = 0;  ///< Blanks before what is wrapped; 0 for two more than the line has.
  std::vector<std::uint64_t> series{};  ///< Drawn as a sparkline behind the text.
  std::string behind{};                 ///< What follows the sparkline.
  bool operator==(const Line&) const = default;
};

/// The rows of a table. They are made one at a time, so that a million rows need no second copy.
class RowSource {
 public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  [[nodiscard]] virtual std::size_t size() const = 0;
  /// Overwrites `out` with the cells of row `index`, one per column. Requires index < size().
  virtual void row(std::size_t index, std::vector<Value>& out) const = 0;
};

/// A table with its title. `others` and `totals` are empty if the table has no such row. A section
/// without columns consists of lines and stands on screens only.
struct Section {
  std::string name;   ///< Key in JSON: "rows" for the main table.
  std::string title;  ///< Heading in table output; empty for none.
  std::vector<Column> columns;
  std::unique_ptr<RowSource> rows;
  std::vector<Value> others;  ///< Sum of the rows that --top left out; the first cell counts them.
  std::vector<Value> totals;
  std::string note;  ///< Note for standard error about rows that are missing; empty for none.
  Shown shown = Shown::everywhere;
  std::vector<Line> lines{};   ///< On screens, behind the table.
  std::string noun{};          ///< What a row is, on screens: "sender".
  std::uint64_t left_out = 0;  ///< Rows that `others` sums up.
};

/// One input as it was read, for JSON and `check`.
struct InputSummary {
  std::string path;      ///< As given or found; "-" for standard input.
  std::string dialect;   ///< "bsd", "rfc3339", … or "a, b" for a mixed file, for people.
  LogKinds kinds{};      ///< Of these dialects, for code.
  std::string encoding;  ///< "plain", "gzip", "xz", "zstd", "bzip2".
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;  ///< After decompression.
  bool has_times = false;   ///< Whether first and last are set.
  Micros first = 0;
  Micros last = 0;
  Said note;  ///< Damage, or a guess that was made; empty if there was none.
};

/// A warning for the user, whatever the command: one line on standard error.
struct Warning {
  enum class Level : std::uint8_t {
    note,     ///< The numbers are right, but may surprise. `check` says note.
    warning,  ///< The numbers may mislead. `check` says problem.
    problem,  ///< The same; with --strict the run is incomplete.
  };
  Level level = Level::warning;
  std::string text;                      ///< One sentence with its numbers, without the final dot.
  std::string advice{};                  ///< Appended on standard error, a column in `check`.
  std::optional<std::uint64_t> count{};  ///< For the columns of `check`.
  std::optional<std::uint64_t> of{};
  bool of_tls = false;         ///< Only for views that show TLS classes.
  bool told_by_check = false;  ///< `check` has a row of its own for it.

  bool operator==(const Warning&) const = default;
};

/// A finished report. It holds everything that a formatter prints; a formatter only rounds, aligns
/// and escapes. Independent of log dialects.
struct Report {
  std::string command;              ///< "tls", "volume", …
  std::string title;                ///< Of screens and pages: "TLS by sender".
  TimeRange range;                  ///< As requested; unbounded sides keep their defaults.
  std::optional<TimeRange> before;  ///< The period that it is compared with.
  /// From the first to the last line of the inputs, whatever the range; nothing without stamps.
  std::optional<TimeRange> covered;
  Zone zone;                      ///< For every printed time and day.
  std::vector<Section> sections;  ///< The first is the main table and the only one in CSV.
  std::vector<InputSummary> inputs;
  std::vector<ReportedSender> compared;  ///< `compare`: the senders of the export.
  Coverage coverage;
  std::vector<Warning> warnings;   ///< Rows of `check`; standard error for other commands.
  bool findings = false;           ///< Those that --fail-on asks for.
  bool coverage_in_table = false;  ///< `check`: the table output shows inputs and coverage, too.
};

}  // namespace smtptally
