#pragma once

#include "inputs/input.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Reads an export to its end to find how its stamps are to be read, before any of its rows is
/// counted: sets dates and about_dates of the input. Exports are short beside logs.
void survey_dates(Input& input, const Config& config);

}  // namespace smtptally
