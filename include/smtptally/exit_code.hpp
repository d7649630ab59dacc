#pragma once

#include <cstdint>

namespace smtptally {

/// The exit status of the process; the man page documents it.
enum class ExitCode : std::uint8_t {
  ok = 0,
  failed = 2,         ///< Usage error; no input could be read; the report could not be written.
  incomplete = 3,     ///< A report was written, but some input was unreadable, damaged or
                      ///< (with --strict) malformed.
  findings = 4,       ///< --fail-on: what it asks for was found.
  interrupted = 130,  ///< Stopped by SIGINT; SIGTERM gives 143.
};

}  // namespace smtptally
