#pragma once

#include <cstdint>

#include "parse/log_line.hpp"

namespace smtptally {

/// A hash of all parts of a line. The time is hashed in whole seconds, because two logs may write
/// it in different formats.
[[nodiscard]] std::uint64_t hash_of_line(const LogLine& line) noexcept;

}  // namespace smtptally
