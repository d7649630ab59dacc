#pragma once

#include "io/input_set.hpp"

namespace smtptally {

/// How the whole decompressed contents of two files compare.
enum class ContentRelation : std::uint8_t {
  different,
  same,
  first_is_prefix,  ///< The first is a copy that was taken earlier of a log that grew.
  second_is_prefix,
};

/// Compares two regular files. Cheap unless their heads say that they begin alike.
[[nodiscard]] ContentRelation compare_content(InputFile& first, InputFile& second);

}  // namespace smtptally
