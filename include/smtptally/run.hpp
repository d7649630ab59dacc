#pragma once

#include <cstdio>

#include "smtptally/config.hpp"
#include "smtptally/exit_code.hpp"

namespace smtptally {

/// Reads the inputs, writes the report to `out` (or config.output) and messages for the user to
/// `err`. Reads no clock (except for the progress line), no environment and no global; the same
/// Config and bytes give the same output.
[[nodiscard]] ExitCode run(const Config& config, std::FILE* out, std::FILE* err);

}  // namespace smtptally
