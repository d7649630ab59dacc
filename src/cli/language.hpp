#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/cli_typed.hpp"

namespace smtptally {

/// The language of what is said about a command line, before it is parsed: --lang, else
/// SMTPTALLY_LANG, else that of the locale. A mistake in the first two is found later.
[[nodiscard]] std::string_view early_language(std::span<const std::string> arguments,
                                              const Environment& environment);

/// --lang, wherever it was set.
[[nodiscard]] std::optional<Error> resolve_language(const Typed& typed,
                                                    const Environment& environment, Config& config);

}  // namespace smtptally
