#pragma once

#include <string>

#include "smtptally/report.hpp"

namespace smtptally {

/// The report for mail programs, which drop style sheets, scripts and SVG: tables with attributes,
/// no charts. Its sections are those of a screen.
[[nodiscard]] std::string mail_html(const Report& report);

}  // namespace smtptally
