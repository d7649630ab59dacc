#pragma once

#include <memory>

#include "io/raw_file.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Whether this build has liblz4.
[[nodiscard]] bool reads_lz4() noexcept;
/// An Error without liblz4.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> make_lz4_source(std::unique_ptr<RawFile> file);

}  // namespace smtptally
