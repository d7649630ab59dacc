#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smtptally/error.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// The number of messages that a report gives for one sender and one TLS class.
struct ReportedCount {
  double messages = 0;
  /// The rounding error in messages: half of the last printed digit of each summed share. 0 for a
  /// counted number.
  double slack = 0;
  int decimals = 0;  ///< Digits behind the decimal point of the shares.

  void merge(const ReportedCount& other);
  bool operator==(const ReportedCount&) const = default;
};

/// One sender of a report, with the sum of all its rows. Addresses are compared without case.
struct ReportedSender {
  std::string address;  ///< As in the first row.
  std::uint64_t messages = 0;
  /// By TlsClass; no value if the report has no such column.
  std::array<std::optional<ReportedCount>, kTlsClassNames.size()> tls;
  bool operator==(const ReportedSender&) const = default;
};

/// An exported SMTP AUTH clients report of Exchange Online.
struct ClientsReport {
  std::vector<ReportedSender> senders;  ///< In the order of their first rows.
  std::vector<std::string> notes;       ///< Rows that were left out or read in an unusual way.
};

/// Reads the CSV that the admin center exports, separated by commas, semicolons or tabs. Accepts
/// the column names of every version ("TLS1.0%", "TLS 1.0 %", "TLS 1.0 (percentage)", "Message
/// count", "Messages sent") in any order, a title above the header, and one row for each
/// authentication protocol. Also reads the detailed report (SmtpCSReport), which has one row for
/// each message, and the output of tls --format csv. The Error names line and column in the words
/// of the file, without the file name.
[[nodiscard]] Result<ClientsReport> parse_clients_report(std::string_view csv);

}  // namespace smtptally
