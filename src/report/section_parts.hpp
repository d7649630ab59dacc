#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "smtptally/report.hpp"

namespace smtptally {

/// The label of the row that sums what --top left out, in every format but screens.
[[nodiscard]] inline std::string others_label(std::uint64_t rows) {
  return fmt::format("(others: {} rows)", rows);
}

/// A section of sentences.
[[nodiscard]] inline Section lines_section(std::string name, std::vector<Line> lines) {
  Section section;
  section.name = std::move(name);
  section.lines = std::move(lines);
  return section;
}

}  // namespace smtptally
