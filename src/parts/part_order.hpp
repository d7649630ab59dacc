#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "parts/log_part.hpp"

namespace smtptally {

/// A part on the command line.
struct NamedPart {
  std::string path;
  std::string checksum;
  PartHead head;
};

/// Sorts parts so that the lines of each log host are in the order of their times; else by their
/// first lines, then as they were named. The error is that of two parts in which lines of a host
/// lie side by side, or that follow one another in different orders for two hosts.
[[nodiscard]] std::optional<Error> put_in_order(std::vector<NamedPart>& parts);

}  // namespace smtptally
