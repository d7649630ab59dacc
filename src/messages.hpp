#pragma once

#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

#include "io/input_set.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Writes "smtptally: TEXT" and a line end to `err`: what a run says beside its report.
void say(std::FILE* err, std::string_view text);

/// The same for "error: TEXT" in the language of the run.
void say_error(std::FILE* err, std::string_view text);

/// With config.quiet, problems alone.
void say_notes(const Config& config, const std::vector<InputNote>& notes, std::FILE* err);

/// Says what could not be kept of the file that -o replaced, if `note` is not empty.
void say_about_output(const Config& config, std::string_view note, std::FILE* err);

/// The notes that say what is wrong with inputs, for `check` and --strict. say_notes() says them.
[[nodiscard]] std::vector<Warning> warnings_of(const std::vector<InputNote>& notes);

/// Says what a report warns of, but for its first `said` warnings.
void say_about(const Config& config, const Report& report, std::size_t said, std::FILE* err);

}  // namespace smtptally
