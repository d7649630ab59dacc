#pragma once

#include <vector>

#include "inputs/input.hpp"
#include "io/input_set.hpp"
#include "parse/log_reader.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// What `check` and --stats say of one input, as its reading ended.
[[nodiscard]] InputSummary summarize(const Input& input, const ReadOutcome& outcome);

/// Puts a further note behind those that the summary has.
void add_note(const Said& note, InputSummary& summary);

void set_dialects(const DialectSet& dialects, InputSummary& summary);

/// The outcome as if the first line, where it is held back, was one of its own.
[[nodiscard]] ReadOutcome with_first_line(const ReadOutcome& outcome);

/// Notes for the user about the stamps of an export, without the file name.
[[nodiscard]] std::vector<InputNote> about_stamps(const Input& input, const StampCounts& stamps);

}  // namespace smtptally
