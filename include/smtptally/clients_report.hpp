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

/// How many messages of a sender a report gives to a TLS class.
struct ReportedCount {
  double messages = 0;
  /// So much more or less is printed in the same way: half of the last digit of each share that was
  /// summed, in messages. 0 for what was counted.
  double slack = 0;
  int decimals = 0;  ///< Digits behind the point of its shares.

  void merge(const ReportedCount& other);
  bool operator==(const ReportedCount&) const = default;
};

/// One sender of a report: all of its rows, which have one address without regard to case.
struct ReportedSender {
  std::string address;  ///< As the first row has it.
  std::uint64_t messages = 0;
  /// By TlsClass; without a value where the report has no such column.
  std::array<std::optional<ReportedCount>, kTlsClassNames.size()> tls;
  bool operator==(const ReportedSender&) const = default;
};

/// An exported SMTP AUTH clients report of Exchange Online.
struct ClientsReport {
  std::vector<ReportedSender> senders;  ///< In the order of their first rows.
  std::vector<std::string> notes;       ///< What was left out, or read in an unusual way.
};

/// Reads the CSV that the admin center exports, with commas, semicolons or tabs, and with the names
/// of any of its times: "TLS1.0%", "TLS 1.0 %", "TLS 1.0 (percentage)", "Message count", "Messages
/// sent"; in any order, behind a title, with a row for each authentication protocol. The detailed
/// report (SmtpCSReport), which has a row for each message, and our own tls --format csv can be
/// read, too. The Error says which line and column could not be understood, in the words of the
/// file and without its name.
[[nodiscard]] Result<ClientsReport> parse_clients_report(std::string_view csv);

}  // namespace smtptally
