#pragma once

#include <memory>
#include <string>
#include <vector>

#include "io/complaints.hpp"
#include "smtptally/byte_source.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The arguments for journalctl that print all entries of a journal file: `-o export` with the
/// fields that are read.
[[nodiscard]] std::vector<std::string> journalctl_export(const std::string& file);

/// The same for mail lines of `range` in the journal of this machine: SYSLOG_FACILITY=2 (LOG_MAIL,
/// where Postfix always logs) or systemd-journald's own lines (which report suppressed lines),
/// --since with one hour of slack for sessions that began earlier.
[[nodiscard]] std::vector<std::string> journalctl_arguments(const TimeRange& range);

/// The output of a running program.
struct ProgramOutput {
  std::unique_ptr<ByteSource> bytes;
  std::shared_ptr<const Complaints> complaints;  ///< Shared, because either member may live longer.
};

/// Runs `program` (found in PATH) with the arguments and reads its standard output. A non-zero exit
/// status is an Error at the end of the stream, with the text of standard error. The destructor of
/// the bytes, or an interrupt, ends the process.
[[nodiscard]] Result<ProgramOutput> run_program(const std::string& program,
                                                const std::vector<std::string>& arguments);

}  // namespace smtptally
