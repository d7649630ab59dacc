#pragma once

#include <functional>
#include <optional>
#include <string>

#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// The report of one run in one of its formats.
using ReportIn = std::function<Report(OutputFormat format)>;

/// The message that config.mail asks for.
[[nodiscard]] std::string mail_of(const Config& config, const ReportIn& report_in);

}  // namespace smtptally
