#pragma once

#include "reading/input_job.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Whether the head holds rows of a table that somebody exported, with stamps as his machine
/// prints them.
[[nodiscard]] bool is_export(const Job& job) noexcept;

/// Reads an export to its end to find how its stamps are to be read, before any of its rows is
/// counted: sets dates and about_dates of the job. Exports are short beside logs.
void survey_dates(Job& job, const Config& config);

}  // namespace smtptally
