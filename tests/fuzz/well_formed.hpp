#pragma once

#include <string_view>

#include "smtptally/config.hpp"

/// Whether a report is what its format promises, whatever strangers wrote into the log.

/// No control characters but line ends, and with `color` those of colors.
[[nodiscard]] bool is_printable(std::string_view text, bool color);

/// JSON is JSON, every record of CSV and TSV has as many cells as the header, every tag of HTML is
/// one of ours and closed, and a terminal gets nothing but what is printable.
[[nodiscard]] bool is_well_formed(const smtptally::Config& config, std::string_view report);
