#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smtptally/time.hpp"

namespace smtptally {

/// What `check --db` says of a history beside what stands in it.
struct HistoryFacts {
  struct Run {
    Micros at = 0;
    std::uint64_t logs = 0;
    std::uint64_t bytes = 0;
    std::uint64_t lines = 0;
    std::uint64_t messages = 0;
    std::string problems;  ///< One a line.
  };
  struct Number {
    std::string name;
    std::uint64_t value = 0;
  };
  std::vector<Number> sizes;
  std::vector<Run> runs;  ///< The last ones, the latest first.
};

}  // namespace smtptally
