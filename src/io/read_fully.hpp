#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "smtptally/byte_source.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Fills `into` unless the source ends or fails before, and returns the number of bytes. Sets
/// `error` only if the source failed.
[[nodiscard]] inline std::size_t read_fully(ByteSource& source, std::span<char> into,
                                            std::optional<Error>& error) {
  std::size_t have = 0;
  while (have < into.size()) {
    const Result<std::size_t> got = source.read(into.subspan(have));
    if (!got) error = got.error();
    if (!got || got.value() == 0) break;
    have += got.value();
  }
  return have;
}

}  // namespace smtptally
