#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "smtptally/report.hpp"
#include "text/translate.hpp"

namespace smtptally {

/// The label of the row that sums what --top left out, in every format but screens.
[[nodiscard]] inline std::string others_label(std::uint64_t rows) {
  // TRANSLATORS: the label of a row that sums so many rows.
  return trs_format("(others: {} rows)", rows, rows);
}

/// "3 more", behind a list of names.
[[nodiscard]] inline std::string more_names(std::uint64_t names) {
  // TRANSLATORS: behind a list of names; so many are left out.
  return trn_count("{} more", "{} more", names);
}

/// A section of sentences.
[[nodiscard]] inline Section lines_section(std::string name, std::vector<Line> lines) {
  Section section;
  section.name = std::move(name);
  section.lines = std::move(lines);
  return section;
}

}  // namespace smtptally
