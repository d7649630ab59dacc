#pragma once

#include <cstdint>

namespace smtptally {

/// What the process exits with; documented in the man page.
enum class ExitCode : std::uint8_t {
  ok = 0,
  failed = 2,         ///< Usage error, or nothing could be read, or the report not be written.
  incomplete = 3,     ///< A report was written, but some input was unreadable, damaged or
                      ///< (with --strict) malformed.
  interrupted = 130,  ///< By SIGINT; after SIGTERM it is 143.
};

}  // namespace smtptally
