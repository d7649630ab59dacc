#pragma once

#include <cstdio>
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

/// What a program says on its standard error.
class Complaints {
 public:
  /// Takes the file, an unlinked one: a pipe could fill up while nobody reads it.
  explicit Complaints(std::FILE* file) noexcept : file_(file) {}
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;
  ~Complaints();

  /// So far: one line, escaped, of at most 300 bytes.
  [[nodiscard]] std::string text() const;

 private:
  std::FILE* file_;
};

/// A program that runs.
struct ProgramOutput {
  std::unique_ptr<ByteSource> bytes;
  std::shared_ptr<const Complaints> complaints;  ///< Shared: either may be the last to go.
};

/// Runs `program` (found in PATH) with the arguments and reads its standard output. Its exit status
/// other than 0 is an Error at the end of the stream, with what it said. The destructor of the
/// bytes ends and reaps the process, and an interrupt ends it.
[[nodiscard]] Result<ProgramOutput> run_program(const std::string& program,
                                                const std::vector<std::string>& arguments);

}  // namespace smtptally
