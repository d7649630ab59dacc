#pragma once

#include <memory>

#include "smtptally/byte_source.hpp"

namespace smtptally {

/// Reads `source` on a thread of its own, some buffers ahead (at most 1 MiB), so that waiting for a
/// pipe or unpacking goes on while the bytes before are worked on. The bytes, and an Error behind
/// them, are those of `source`. To be read and destroyed by one thread.
///
/// The destructor does not wait for a read that is under way, which on a silent pipe may be for
/// ever: its thread is let go, and frees `source` when that read returns, or ends with the process.
/// What `source` uses must live on until then. Reading to the end, or to an Error, leaves no thread
/// behind: then nothing outlives this.
[[nodiscard]] std::unique_ptr<ByteSource> read_ahead(std::unique_ptr<ByteSource> source);

}  // namespace smtptally
