#pragma once

#include <cstdio>

#include "mailed_report.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Writes the report to config.output, the pager or `out`. Says in `err` why it could not, and
/// returns false; a reader that went away is no failure.
[[nodiscard]] bool write_report(const Config& config, const Report& report, std::FILE* out,
                                std::FILE* err);

/// The same for a report that is mailed; config.mail.dry_run prints the message.
[[nodiscard]] bool mail_report(const Config& config, const ReportIn& report_in, std::FILE* out,
                               std::FILE* err);

}  // namespace smtptally
