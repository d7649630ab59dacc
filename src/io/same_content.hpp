#pragma once

#include "io/input_set.hpp"

namespace smtptally {

/// The relation between the whole decompressed contents of two files.
enum class ContentRelation : std::uint8_t {
  different,
  same,
  first_is_prefix,  ///< The first is an earlier copy of a log that grew.
  second_is_prefix,
};

/// Compares two regular files. Reads them only if their heads begin alike.
[[nodiscard]] ContentRelation compare_content(InputFile& first, InputFile& second);

}  // namespace smtptally
