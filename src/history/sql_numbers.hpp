#pragma once

#include <cstdint>

#include <SQLiteCpp/SQLiteCpp.h>

namespace smtptally {

/// SQLite has signed numbers alone; all 64 bits come back as they were.
[[nodiscard]] inline std::int64_t to_sql(std::uint64_t value) noexcept {
  return static_cast<std::int64_t>(value);
}
[[nodiscard]] inline std::uint64_t from_sql(const SQLite::Column& column) {
  return static_cast<std::uint64_t>(column.getInt64());
}

}  // namespace smtptally
