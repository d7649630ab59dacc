// Checks and sums the rows of exported reports.

#include "exchange/report_rows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "text/ascii.hpp"
#include "text/translate.hpp"

namespace smtptally {

void ReportedCount::merge(const ReportedCount& other) {
  messages += other.messages;
  slack += other.slack;
  decimals = std::max(decimals, other.decimals);
}

namespace {

/// Removes a last row that is the sum of the others: without a sender, or with a word for "total".
void drop_total(std::vector<ReportRow>& rows, std::vector<std::string>& notes) {
  if (rows.size() < 2) return;
  const ReportRow& last = rows.back();
  if (!may_be_sum(last.address)) return;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) sum += rows[i].messages;
  if (sum != last.messages) return;
  notes.push_back(tr_format("line {} is the sum of the others and was left out", last.line));
  rows.pop_back();
}

/// Scales fractions to percentages: spreadsheets store "50%" as 0.5. Shares are fractions if none
/// has a percent sign and those of each row sum up to 1.
void scale_fractions(std::vector<ReportRow>& rows, std::vector<std::string>& notes) {
  int decimals = 2;
  bool any = false;
  for (const ReportRow& row : rows) {
    double sum = 0;
    bool stated = false;
    for (const auto& share : row.shares) {
      if (!share) continue;
      if (share->has_sign) return;
      stated = true;
      sum += share->value;
      decimals = std::max(decimals, share->decimals);
    }
    if (!stated || row.messages == 0) continue;
    if (std::abs(sum - 1) > 0.02) return;
    any = true;
  }
  if (!any) return;
  notes.emplace_back(
      tr("the shares are taken as fractions: those of each row add up to 1, not 100"));
  for (ReportRow& row : rows) {
    for (auto& share : row.shares) {
      if (!share) continue;
      share->value *= 100;
      share->decimals = decimals - 2;
    }
  }
}

/// A contradiction within a row; empty if there is none.
std::string contradiction(const ReportRow& row) {
  if (!row.wrong.empty()) return row.wrong;
  if (row.address.empty()) return tr_format("line {} names no sender", row.line);
  double sum = 0;
  double slack = 1e-6;
  bool any_share = false;
  bool any_count = false;
  std::uint64_t counted = 0;
  for (std::size_t tls = 0; tls < row.shares.size(); ++tls) {
    any_count = any_count || row.counts[tls];
    counted += std::min(row.counts[tls].value_or(0), row.messages + 1);
    if (!row.shares[tls]) continue;
    any_share = true;
    sum += row.shares[tls]->value;
    slack += 0.5 * std::pow(10.0, -row.shares[tls]->decimals);
  }
  if (sum > 100 + slack) {
    return tr_format("line {}: its shares add up to {:.1f} %", row.line, sum);
  }
  // Without shares, only their sum proves that the cells are numbers of messages.
  if (counted > row.messages || (any_count && !any_share && counted != row.messages)) {
    return tr_format("line {}: its numbers for TLS do not add up to {} messages", row.line,
                     row.messages);
  }
  return {};
}

/// The number of messages that a row gives for a class.
std::optional<ReportedCount> count_of(const ReportRow& row, std::size_t tls) {
  if (row.counts[tls]) {
    const int decimals = row.shares[tls] ? row.shares[tls]->decimals : 2;
    return ReportedCount{static_cast<double>(*row.counts[tls]), 0, decimals};
  }
  if (!row.shares[tls]) return std::nullopt;
  const PrintedShare& share = *row.shares[tls];
  const double percent = static_cast<double>(row.messages) / 100;
  return ReportedCount{share.value * percent, 0.5 * std::pow(10.0, -share.decimals) * percent,
                       share.decimals};
}

}  // namespace

bool may_be_sum(std::string_view address) {
  const std::string name = ascii_lower(address);
  return name.empty() || name == "total" || name == "grand total" || name == "sum";
}

Result<ClientsReport> sum_report_rows(std::vector<ReportRow> rows, std::vector<std::string> notes) {
  drop_total(rows, notes);
  scale_fractions(rows, notes);
  for (const ReportRow& row : rows) {
    std::string wrong = contradiction(row);
    if (!wrong.empty()) return Error{std::move(wrong)};
  }
  ClientsReport report;
  report.notes = std::move(notes);
  std::map<std::string, std::size_t> places;
  for (const ReportRow& row : rows) {
    const auto [place, is_new] =
        places.try_emplace(ascii_lower(row.address), report.senders.size());
    if (is_new) report.senders.push_back({.address = row.address, .messages = 0, .tls = {}});
    ReportedSender& sender = report.senders[place->second];
    sender.messages += row.messages;
    for (std::size_t tls = 0; tls < row.counts.size(); ++tls) {
      std::optional<ReportedCount> count = count_of(row, tls);
      if (count && !is_new && sender.tls[tls]) {
        sender.tls[tls]->merge(*count);
      } else {
        sender.tls[tls] = is_new ? count : std::nullopt;
      }
    }
  }
  return report;
}

}  // namespace smtptally
