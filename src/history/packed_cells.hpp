#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pivot/history_cells.hpp"

namespace smtptally {

/// A cell of messages without login, as far as others of the same means and time differ from it.
struct PackedCell {
  std::string_view client;
  std::string_view envelope;
  HistorySums sums;
};

/// Cells that begin at `start`, packed: servers get mail from a million strangers, each of whom
/// comes once. As rows they took four fifths of a history, and of the time of collect.
[[nodiscard]] std::string pack_cells(std::vector<PackedCell> cells, Micros start);

/// Hands on what pack_cells() packed. The views are valid during the call. Throws
/// SQLite::Exception with SQLITE_CORRUPT where it is damaged.
void unpack_cells(std::string_view packed, Micros start,
                  const std::function<void(const PackedCell&)>& take);

}  // namespace smtptally
