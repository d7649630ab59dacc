#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "io/input_set.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// A line that a mail server may have written, in a form that is not understood.
struct Trace {
  std::uint64_t line = 0;  ///< Its number, from 1.
  std::string_view of;     ///< Whose it looks like. Static text.
};

/// The first such line of an input of which nothing was understood; nothing where a line of Postfix
/// or Exchange is understood after all, though it tells nothing. Reads the first 16 MiB of a file
/// again, and of what can be read once only its head, so that whoever is understood pays nothing.
[[nodiscard]] std::optional<Trace> find_trace(InputFile& file, const Config& config);
/// The same of its head alone.
[[nodiscard]] std::optional<Trace> find_trace_in_head(InputFile& file, const Config& config);

}  // namespace smtptally
