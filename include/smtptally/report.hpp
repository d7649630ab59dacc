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

/// A share: count / total. Formatters divide, round half up, and print no value for a total of
/// zero: `-` in tables, an empty field in CSV, null in JSON.
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

/// One cell. A text is valid as long as the report's RowSource; monostate is "no value" (`-`,
/// empty, null).
using Value =
    std::variant<std::monostate, std::string_view, std::uint64_t, Share, Distinct, Instant>;

enum class ColumnKind : std::uint8_t { text, number, share, time };

struct Column {
  std::string name;     ///< The fixed name in CSV and JSON: "tls1_0_pct".
  std::string heading;  ///< Column title in tables: "TLS 1.0 %".
  ColumnKind kind = ColumnKind::text;
  bool estimated = false;  ///< Its texts are estimated: JSON marks each one, tables the heading.
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

/// A table with its title. `others` and `totals` are empty if the table has no such row.
struct Section {
  std::string name;   ///< Key in JSON: "rows" for the main table.
  std::string title;  ///< Heading in table output; empty for none.
  std::vector<Column> columns;
  std::unique_ptr<RowSource> rows;
  std::vector<Value> others;  ///< Sum of the rows that --top left out; the first cell counts them.
  std::vector<Value> totals;
  std::string note;  ///< Note for standard error about rows that are missing; empty for none.
};

/// One input as it was read, for JSON and `check`.
struct InputSummary {
  std::string path;      ///< As given or found; "-" for standard input.
  std::string dialect;   ///< "bsd", "rfc3339", … or "a, b" for a mixed file.
  std::string encoding;  ///< "plain", "gzip", "xz", "zstd", "bzip2".
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;  ///< After decompression.
  bool has_times = false;   ///< Whether first and last are set.
  Micros first = 0;
  Micros last = 0;
  std::string note;  ///< Damage, or a guess that was made; empty if there was none.
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
  std::string command;            ///< "tls", "volume", …
  TimeRange range;                ///< As requested; unbounded sides keep their defaults.
  Zone zone;                      ///< For every printed time and day.
  std::vector<Section> sections;  ///< The first is the main table and the only one in CSV.
  std::vector<InputSummary> inputs;
  std::vector<ReportedSender> compared;  ///< `compare`: the senders of the export.
  Coverage coverage;
  std::vector<Warning> warnings;   ///< Rows of `check`; standard error for other commands.
  bool coverage_in_table = false;  ///< `check`: the table output shows inputs and coverage, too.
};

}  // namespace smtptally
