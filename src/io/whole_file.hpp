#pragma once

#include <cstdio>
#include <functional>
#include <string>

#include "smtptally/error.hpp"

namespace smtptally {

/// Writes a file as a whole or not at all: writes a new file beside it, syncs it, and renames it if
/// `write` returned 0, not an errno. For a symbolic link, writes the file that it names, which need
/// not exist. An existing file keeps its owner, group and mode; the returned sentence says what
/// could not be kept. A path that is not a regular file (a pipe, /dev/stdout) is written directly.
/// After an Error or an interrupt, no new file remains.
[[nodiscard]] Result<std::string> write_whole_file(const std::string& path,
                                                   const std::function<int(std::FILE*)>& write);

}  // namespace smtptally
