// Parses exported SMTP AUTH clients reports.

#include "smtptally/clients_report.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "exchange/report_cells.hpp"
#include "exchange/report_columns.hpp"
#include "exchange/report_head.hpp"
#include "exchange/report_rows.hpp"
#include "exchange/texts.hpp"
#include "exchange/vocabulary.hpp"
#include "text/ascii.hpp"
#include "text/csv_row.hpp"
#include "text/translate.hpp"

namespace smtptally {

namespace {

constexpr std::size_t kMissing = ReportColumns::kMissing;
constexpr std::size_t kClasses = kTlsClassNames.size();
/// The maximal number of lines in front of the header: a title, a range.
constexpr std::size_t kMostTitleLines = 20;

/// Reads the header and the rows below it.
class ReportReader {
 public:
  /// Takes one line; false, with error(), if it was not understood.
  bool take(std::string_view record, std::size_t line);
  /// Finishes after the last line.
  Result<ClientsReport> finish();
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  /// Whether the header was read and names shares or numbers of TLS versions.
  [[nodiscard]] bool has_shares() const noexcept {
    const auto is_there = [](std::size_t column) { return column != kMissing; };
    return columns_.is_header() && columns_.version == kMissing &&
           (std::any_of(columns_.share.begin(), columns_.share.end(), is_there) ||
            std::any_of(columns_.count.begin(), columns_.count.end(), is_there));
  }

 private:
  bool fail(std::string message) {
    error_ = std::move(message);
    return false;
  }
  bool take_header(std::string_view record, std::size_t line);
  bool take_row(std::size_t line);
  bool take_shares(ReportRow& row);
  bool take_share(std::size_t tls, std::string_view text, ReportRow& row);
  void fill_up(ReportRow& row, std::span<const std::size_t> empty) const;
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string bad(std::size_t line, std::size_t column,
                                std::string_view is_not) const {
    return
        // TRANSLATORS: {3} is "number of messages", "share of messages" or "TLS version that is …".
        tr_format("line {0}, column \"{1}\": \"{2}\" is no {3}", line, columns_.names[column],
                  cell(column), is_not);
  }
  [[nodiscard]] std::string_view cell(std::size_t column) const {
    return column < row_.fields().size() ? trimmed(row_.fields()[column]) : std::string_view();
  }

  CsvRow row_;
  ReportColumns columns_;
  char separator_ = ',';
  std::vector<ReportRow> rows_;
  std::vector<std::string> notes_;
  std::string error_;
};

bool ReportReader::take_header(std::string_view record, std::size_t line) {
  for (const char separator : {',', ';', '\t'}) {
    row_.separate_by(separator);
    if (row_.split(record) != CsvRow::Outcome::ok) continue;
    ReportColumns columns = report_columns_of(row_.fields());
    if (!columns.is_header()) continue;
    separator_ = separator;
    for (const std::string& name : columns.unknown) {
      notes_.push_back(tr_format("column \"{}\" is not known and was left out", name));
    }
    columns_ = std::move(columns);
    return columns_.error.empty() || fail(tr_format("line {}: {}", line, columns_.error));
  }
  row_.separate_by(separator_);
  return true;
}

bool ReportReader::take(std::string_view record, std::size_t line) {
  if (record.starts_with("#TYPE") || starts_with_folded(record, "sep=")) return true;
  if (record.find_first_not_of(",;\t\" ") == std::string_view::npos) return true;
  if (!columns_.is_header()) {
    return line > kMostTitleLines || take_header(record, line);
  }
  if (row_.split(record) != CsvRow::Outcome::ok) {
    return fail(tr_format("line {} ends inside quotes", line));
  }
  if (report_columns_of(row_.fields()).is_header()) return take_header(record, line);
  return take_row(line);
}

/// The whole address of a row; a detailed report may split it into two columns.
std::string ReportReader::address() const {
  const bool is_detailed = columns_.version != kMissing;
  return joined_address(cell(columns_.sender), is_detailed ? cell(columns_.domain) : "");
}

bool ReportReader::take_row(std::size_t line) {
  const std::size_t fields = row_.fields().size();
  const std::size_t columns = columns_.names.size();
  const bool more = std::any_of(
      row_.fields().begin() + static_cast<std::ptrdiff_t>(std::min(fields, columns)),
      row_.fields().end(), [](std::string_view text) { return !trimmed(text).empty(); });
  if (more || fields < columns) {
    return fail(tr_format("line {} has {} fields, the header {}", line, fields, columns));
  }
  ReportRow row{
      .line = line, .wrong = {}, .address = address(), .messages = 1, .shares = {}, .counts = {}};
  if (columns_.messages != kMissing) {
    const auto messages = parse_whole(cell(columns_.messages), separator_);
    if (!messages) return fail(bad(line, columns_.messages, tr("number of messages")));
    row.messages = *messages;
  }
  if (columns_.version != kMissing) {
    const TlsEvidence evidence = reported_tls(cell(columns_.version));
    if (evidence == TlsEvidence::contradictory) {
      return fail(bad(line, columns_.version, tr("TLS version that is known here")));
    }
    row.counts.fill(0);
    row.counts[index_of(classify(evidence, PlainProof()))] = row.messages;
  }
  if (!take_shares(row)) return false;
  rows_.push_back(std::move(row));
  return true;
}

bool ReportReader::take_share(std::size_t tls, std::string_view text, ReportRow& row) {
  const auto share = parse_share(text, separator_);
  if (!share) return fail(bad(row.line, columns_.share[tls], tr("share of messages")));
  row.shares[tls] = share;
  if (!share->messages) return true;
  row.counts[tls] = share->messages;
  const double said = share->value * static_cast<double>(row.messages) / 100;
  const double slack =
      0.5 * std::pow(10.0, -share->decimals) * static_cast<double>(row.messages) / 100;
  if (std::abs(said - static_cast<double>(*share->messages)) <= slack + 1e-6) return true;
  return fail(tr_format("line {}, column \"{}\": \"{}\" is not that share of {} messages", row.line,
                        columns_.names[columns_.share[tls]], text, row.messages));
}

bool ReportReader::take_shares(ReportRow& row) {
  std::vector<std::size_t> empty;
  for (std::size_t tls = 0; tls < kClasses; ++tls) {
    const std::size_t share = columns_.share[tls];
    const std::size_t count = columns_.count[tls];
    if (share != kMissing) {
      if (cell(share).empty()) {
        empty.push_back(tls);
      } else if (!take_share(tls, cell(share), row)) {
        return false;
      }
    }
    if (count == kMissing) continue;
    const auto messages = parse_whole(cell(count), separator_);
    if (messages) {
      row.counts[tls] = messages;
    } else if (share == kMissing && cell(count).find('%') != std::string_view::npos) {
      // The header says "TLS 1.0" while the cells hold "50%".
      columns_.share[tls] = std::exchange(columns_.count[tls], kMissing);
      if (!take_share(tls, cell(count), row)) return false;
    } else {
      return fail(bad(row.line, count, tr("number of messages")));
    }
  }
  fill_up(row, empty);
  return row.wrong.empty() || may_be_sum(row.address) || fail(row.wrong);
}

/// Reads empty cells as zero if the other cells make up the whole.
void ReportReader::fill_up(ReportRow& row, std::span<const std::size_t> empty) const {
  if (empty.empty()) return;
  double sum = 0;
  for (const auto& share : row.shares) sum += share ? share->value : 0;
  if (row.messages > 0 && sum < 99 && std::abs(sum - 1) > 0.02) {
    row.wrong = bad(row.line, columns_.share[empty.front()], tr("share of messages"));
    return;
  }
  for (const std::size_t tls : empty) row.shares[tls] = PrintedShare{};
}

Result<ClientsReport> ReportReader::finish() {
  if (columns_.is_header()) return sum_report_rows(std::move(rows_), std::move(notes_));
  return Error{
      tr("it is no SMTP AUTH clients report: none of its first lines names a sender address and a "
         "number of messages")};
}

/// Removes the first line from `text` and returns it without its end.
std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

bool begins_clients_report(std::string_view head) {
  ReportReader reader;
  for (std::size_t line = 1; line <= kMostTitleLines && !head.empty(); ++line) {
    std::string_view record = take_line(head);
    if (record.starts_with("\xEF\xBB\xBF")) record.remove_prefix(3);
    if (!reader.take(record, line)) return false;
    if (reader.has_shares()) return true;
  }
  return false;
}

Result<ClientsReport> parse_clients_report(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  if (csv.empty()) return Error{tr("it is empty")};
  ReportReader reader;
  std::size_t line = 0;
  while (!csv.empty()) {
    if (!reader.take(take_line(csv), ++line)) return Error{reader.error()};
  }
  return reader.finish();
}

}  // namespace smtptally
