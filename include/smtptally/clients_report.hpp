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

/// A percentage as a report printed it.
struct PrintedShare {
  double percent = 0;
  int decimals = 0;  ///< Digits behind the point: how exact it claims to be.
  bool operator==(const PrintedShare&) const = default;
};

/// One sender of an exported SMTP AUTH clients report of Exchange Online.
struct ReportedSender {
  std::string address;  ///< As exported.
  std::uint64_t messages = 0;
  /// TLS 1.0 to 1.3; without a value where the export has no such column.
  std::array<std::optional<PrintedShare>, 4> tls;
  bool operator==(const ReportedSender&) const = default;
};

/// Reads the exported CSV, with the names of the old report (Sender address, Message count,
/// TLS1.0%) or of the new one (Sender address, Messages sent, TLS 1.0 %), in any order. Cells of
/// TLS are "12.5", "12.5%" or "12.5% (3)". Our own tls --format csv can be read, too. The Error
/// says what is missing, without the file's name.
[[nodiscard]] Result<std::vector<ReportedSender>> parse_clients_report(std::string_view csv);

}  // namespace smtptally
