#pragma once

#include <string>

#include "format/screen.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Appends a cell of a screen, whole; nothing for a chart. With options.wide numbers and times are
/// those of the machine formats.
void append_cell_text(const Column& column, const Value& value, const ScreenClock& clock,
                      const FormatOptions& options, std::string& out);

/// Whether a reader need not look at it.
[[nodiscard]] bool is_zero(const Value& value) noexcept;

}  // namespace smtptally
