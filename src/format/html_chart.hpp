#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "smtptally/report.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// From the newest version to what is none: how bars are stacked, from below or from the left.
inline constexpr std::array<TlsClass, kTlsClassNames.size()> kStackOrder{
    TlsClass::tls1_3, TlsClass::tls1_2, TlsClass::tls1_1, TlsClass::tls1_0,
    TlsClass::ssl,    TlsClass::none,   TlsClass::unknown};

/// One bar of the charts over time.
struct ChartDay {
  std::string label;  ///< "11-28 Sat".
  std::vector<std::uint64_t> classes;
};

/// Messages and shares per day as two charts with their legend. page.js draws the same ones for
/// one domain. Requires a day.
void append_day_charts(std::span<const ChartDay> days, std::string& out);

/// Small drawings in the cells of a table.
void append_drawing(const Mix& mix, std::string& out);
void append_drawing(const Trend& trend, std::string& out);
void append_drawing(const Bar& bar, std::string& out);

}  // namespace smtptally
