#pragma once

#include <cstdio>
#include <functional>
#include <string>

#include "smtptally/error.hpp"

namespace smtptally {

/// Writes a file whole or not at all: into a new file beside it, synced and renamed when `write`
/// returned 0; otherwise it returns an errno. A symbolic link stays one: the file that it names is
/// written, also when there is none yet. An existing file keeps its owner, group and mode; gives a
/// sentence about what could not be kept, if anything. What is not a regular file (a pipe,
/// /dev/stdout) is written directly. The Error says what failed; then no trace is left, and none
/// after an interrupt.
[[nodiscard]] Result<std::string> write_whole_file(const std::string& path,
                                                   const std::function<int(std::FILE*)>& write);

}  // namespace smtptally
