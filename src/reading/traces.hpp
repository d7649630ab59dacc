#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "io/input_set.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// A line that a mail server may have written, in a format that is not understood.
struct Trace {
  std::uint64_t line = 0;  ///< Line number, from 1.
  Said of;                 ///< The server it seems to be from.
};

/// Finds the first such line of an input of which no line was understood; nothing if a line of
/// Postfix or Exchange is understood, though it tells nothing. Reads the first 16 MiB of a file
/// again, but only the head of a pipe, so that inputs that are understood cost nothing.
[[nodiscard]] std::optional<Trace> find_trace(InputFile& file, const Config& config);
/// Searches only the head of the input.
[[nodiscard]] std::optional<Trace> find_trace_in_head(InputFile& file, const Config& config);

}  // namespace smtptally
