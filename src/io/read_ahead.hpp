#pragma once

#include <cstdint>
#include <memory>

#include "smtptally/byte_source.hpp"

namespace smtptally {

/// When the reads of a source return.
enum class ReadsReturn : std::uint8_t {
  soon,   ///< A file.
  maybe,  ///< A pipe or a terminal may be silent for ever.
};

/// Reads `source` on a thread of its own, some buffers ahead (at most 1 MiB), so that waiting for a
/// pipe or unpacking goes on while the bytes before are worked on. The bytes, and an Error behind
/// them, are those of `source`. To be read and destroyed by one thread. Without a thread to be had,
/// this is `source` itself.
///
/// The destructor waits for a read that is under way where reads return soon. Where they may not,
/// its thread is let go, and frees `source` when that read returns, or ends with the process: what
/// such a `source` uses must be its own. Reading to the end, or to an Error, leaves no thread
/// behind: then nothing outlives this.
[[nodiscard]] std::unique_ptr<ByteSource> read_ahead(std::unique_ptr<ByteSource> source,
                                                     ReadsReturn reads_return);

}  // namespace smtptally
