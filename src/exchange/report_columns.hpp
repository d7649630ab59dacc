#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smtptally/tls.hpp"

namespace smtptally {

/// The columns of an exported SMTP AUTH clients report.
struct ReportColumns {
  static constexpr std::size_t kMissing = SIZE_MAX;

  std::size_t sender = kMissing;
  std::size_t domain = kMissing;  ///< In the detailed report: the other half of the address.
  std::size_t messages = kMissing;
  std::size_t version = kMissing;  ///< In the detailed report: the TLS version of a row.
  std::array<std::size_t, kTlsClassNames.size()> share{};  ///< By TlsClass.
  std::array<std::size_t, kTlsClassNames.size()> count{};
  std::vector<std::string> names;
  std::vector<std::string> unknown;  ///< Columns without a relation to TLS.
  std::string error;                 ///< About a column on TLS that is not understood.

  ReportColumns() {
    share.fill(kMissing);
    count.fill(kMissing);
  }
  [[nodiscard]] bool is_header() const noexcept {
    return sender != kMissing && (messages != kMissing || version != kMissing);
  }
};

/// Finds the columns by the names of a header, in any order and spelling.
[[nodiscard]] ReportColumns report_columns_of(std::span<const std::string_view> names);

}  // namespace smtptally
