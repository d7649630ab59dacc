#pragma once

#include <optional>
#include <string>
#include <vector>

#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// The reason why the report must not be written to config.output: it is one of the inputs, under
/// any name or link, or it holds a mail log.
[[nodiscard]] std::optional<Error> why_not_written_over(const Config& config,
                                                        const std::vector<std::string>& inputs);

}  // namespace smtptally
