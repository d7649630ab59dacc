#pragma once

#include "inputs/input.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Whether the head holds rows of an exported table, with stamps in the culture of some machine.
[[nodiscard]] bool is_export(const Input& input) noexcept;

/// Reads a whole export to find out how its stamps are read, before any row is counted: sets dates
/// and about_dates of the input. Exports are short compared with logs.
void survey_dates(Input& input, const Config& config);

}  // namespace smtptally
