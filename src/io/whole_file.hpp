#pragma once

#include <cstdio>
#include <functional>
#include <optional>
#include <string>

#include "smtptally/error.hpp"

namespace smtptally {

/// Writes a file whole or not at all: into a new file beside it, synced and renamed when `write`
/// returned 0; otherwise it returns an errno. An existing file keeps its mode; anything that is not
/// a regular file (a pipe, /dev/stdout) is written directly. The Error says what failed; then no
/// trace is left, and none after an interrupt.
[[nodiscard]] std::optional<Error> write_whole_file(const std::string& path,
                                                    const std::function<int(std::FILE*)>& write);

}  // namespace smtptally
