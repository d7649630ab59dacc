#pragma once

#include <string>

#include "parts/log_part.hpp"
#include "reading/read_result.hpp"
#include "report/views.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// What --partial collects for the command of `config`.
[[nodiscard]] CollectSpec part_spec(const Config& config);

/// What was read of parts, and with which options.
struct MergedParts {
  PartOptions options;
  ReadResult read;
};

/// Reads the inputs of `config`, which are parts, in place of logs, and makes of them what one run
/// over all their logs collects for its view. What was not given of the options is taken from the
/// parts. The error names the part that cannot be merged; nothing is to be reported then.
///
/// Parts are put in the order of their log hosts' lines, whatever their order on the command line.
/// Where config.part.write, what comes out is a part again.
[[nodiscard]] Result<MergedParts> merge_parts(Config& config);

/// Writes a part, whole or not at all; see write_whole_file().
[[nodiscard]] Result<std::string> save_part(const std::string& path, const PartOptions& options,
                                            ReadResult& read);

}  // namespace smtptally
