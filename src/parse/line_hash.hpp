#pragma once

#include <cstdint>

#include "parse/log_line.hpp"

namespace smtptally {

/// A hash of all that a line says, its second included: of the stamp no more, because two logs may
/// write it in two shapes.
[[nodiscard]] std::uint64_t hash_of_line(const LogLine& line) noexcept;

}  // namespace smtptally
