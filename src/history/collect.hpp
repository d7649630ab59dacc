#pragma once

#include <cstdint>
#include <vector>

#include "io/input_set.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// The outcome of one run of collect.
struct CollectRun {
  std::vector<InputNote> notes;
  std::uint64_t logs = 0;  ///< Of which something was read.
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t messages = 0;
};

/// Reads what is new in the inputs into the history of `config`: all of it, or nothing after an
/// error.
[[nodiscard]] Result<CollectRun> collect(const Config& config);

/// How a piece is made that collects for a history: everything counts, filters come later.
[[nodiscard]] Selection collected_selection(const ExchangeOptions& exchange);
/// Hours, or quarters where the zone has them.
[[nodiscard]] Micros cell_width(const Zone& zone, Micros now);

}  // namespace smtptally
