#pragma once

#include <memory>
#include <string>
#include <vector>

#include "smtptally/byte_source.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The arguments for journalctl that deliver mail lines of `range` as JSON: `-o json --all`,
/// SYSLOG_FACILITY=2 (LOG_MAIL, where Postfix always logs) or systemd-journald's own lines (they
/// tell what was suppressed), --since with one hour of slack for sessions that began before.
[[nodiscard]] std::vector<std::string> journalctl_arguments(const TimeRange& range);

/// Runs `program` (found in PATH) with the arguments and reads its standard output. Its exit status
/// other than 0 is an Error at the end of the stream, with what it said on standard error (escaped,
/// at most 300 bytes). The destructor ends and reaps the process.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> run_program(
    const std::string& program, const std::vector<std::string>& arguments);

}  // namespace smtptally
