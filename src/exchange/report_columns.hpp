#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smtptally/tls.hpp"

namespace smtptally {

/// Which column of an exported SMTP AUTH clients report holds what.
struct ReportColumns {
  static constexpr std::size_t kMissing = SIZE_MAX;

  std::size_t sender = kMissing;
  std::size_t domain = kMissing;  ///< Of the detailed report: the other half of the address.
  std::size_t messages = kMissing;
  std::size_t version = kMissing;  ///< Of the detailed report, where a row has one TLS version.
  std::array<std::size_t, kTlsClassNames.size()> share;  ///< By TlsClass.
  std::array<std::size_t, kTlsClassNames.size()> count;
  std::vector<std::string> names;
  std::vector<std::string> unknown;  ///< Columns that say nothing about TLS.
  std::string error;                 ///< About one that says something, but nobody knows what.

  ReportColumns() {
    share.fill(kMissing);
    count.fill(kMissing);
  }
  [[nodiscard]] bool is_header() const noexcept {
    return sender != kMissing && (messages != kMissing || version != kMissing);
  }
};

/// Reads a header's names, in any order and spelling.
[[nodiscard]] ReportColumns report_columns_of(std::span<const std::string_view> names);

}  // namespace smtptally
