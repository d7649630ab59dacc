#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "smtptally/clients_report.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// A share of a whole: count / total. Formatters divide, round half up, and print nothing for a
/// total of zero: `-` in tables, an empty field in CSV, null in JSON.
struct Share {
  std::uint64_t count = 0;
  std::uint64_t total = 0;
  bool operator==(const Share&) const = default;
};

/// A count that may be estimated; tables and CSV mark an estimate with a leading "~".
struct Distinct {
  std::uint64_t count = 0;
  bool estimated = false;
  bool operator==(const Distinct&) const = default;
};

/// A point in time, printed in the report's zone as RFC 3339.
struct Instant {
  Micros at = 0;
  bool operator==(const Instant&) const = default;
};

/// One cell. Text is a view that lives as long as the report's RowSource; monostate is "no value"
/// (`-`, empty, null).
using Value =
    std::variant<std::monostate, std::string_view, std::uint64_t, Share, Distinct, Instant>;

enum class ColumnKind : std::uint8_t { text, number, share, time };

struct Column {
  std::string name;     ///< The fixed name in CSV and JSON: "tls1_0_pct".
  std::string heading;  ///< What a table prints: "TLS 1.0 %".
  ColumnKind kind = ColumnKind::text;
  bool estimated = false;  ///< Its texts are: JSON says so beside them, the heading in tables.
};

/// The rows of a table, made one at a time so that a million of them need no second copy.
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

/// A table with its title. `others` and `totals` are empty when there is no such row.
struct Section {
  std::string name;   ///< Key in JSON: "rows" for the main table.
  std::string title;  ///< Heading in table output; empty for none.
  std::vector<Column> columns;
  std::unique_ptr<RowSource> rows;
  std::vector<Value> others;  ///< What --top left out, summed; the first cell says how many rows.
  std::vector<Value> totals;
  std::string note;  ///< What is missing from the rows, for standard error; empty for nothing.
};

/// One input as it was read, for JSON and `check`.
struct InputSummary {
  std::string path;      ///< As given or found; "-" for standard input.
  std::string dialect;   ///< "bsd", "rfc3339", … or "a, b" for a mixed file.
  std::string encoding;  ///< "plain", "gzip", "xz", "zstd", "bzip2".
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;  ///< After decompression.
  bool has_times = false;   ///< Whether first and last mean anything.
  Micros first = 0;
  Micros last = 0;
  std::string note;  ///< What is wrong with it or was guessed; empty when nothing.
};

/// Something that the user must hear of, whatever the command: one line on standard error.
struct Warning {
  enum class Level : std::uint8_t {
    note,     ///< As printed is right, but may surprise. `check` says note.
    warning,  ///< The numbers are not what one may take them for. `check` says problem.
    problem,  ///< The same, and with --strict the run is incomplete.
  };
  Level level = Level::warning;
  std::string text;      ///< One sentence with its numbers, no final dot.
  std::string advice{};  ///< What to do; behind the text on standard error, apart in `check`.
  std::optional<std::uint64_t> count{};  ///< For the columns of `check`.
  std::optional<std::uint64_t> of{};
  bool of_tls = false;         ///< Only for views that show TLS classes.
  bool told_by_check = false;  ///< `check` has a row of its own for it.

  bool operator==(const Warning&) const = default;
};

/// A finished report: everything that a formatter prints, nothing that it must compute but
/// rounding, widths and escapes. Knows nothing of dialects.
struct Report {
  std::string command;            ///< "tls", "volume", …
  TimeRange range;                ///< As asked for; unbounded sides keep their defaults.
  Zone zone;                      ///< Of every printed time and day.
  std::vector<Section> sections;  ///< The first is the main table and the only one in CSV.
  std::vector<InputSummary> inputs;
  std::vector<ReportedSender> compared;  ///< `compare`: the senders of the export.
  Coverage coverage;
  std::vector<Warning> warnings;   ///< In `check`; elsewhere on standard error alone.
  bool coverage_in_table = false;  ///< `check`: the table output shows inputs and coverage, too.
};

}  // namespace smtptally
