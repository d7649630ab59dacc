#pragma once

#include <cstdint>
#include <memory>

#include "smtptally/byte_source.hpp"

namespace smtptally {

/// How soon the reads of a source return.
enum class ReadsReturn : std::uint8_t {
  soon,   ///< A file.
  maybe,  ///< A pipe or a terminal may be silent forever.
};

/// Reads `source` ahead in a thread of its own (at most 1 MiB), so that decompression, or waiting
/// for a pipe, overlaps with the work on earlier bytes. Delivers the bytes of `source`, then its
/// Error, if any. Requires that one thread reads and destroys the result. If no thread can be
/// started, the result is `source` itself.
///
/// The destructor waits for a running read if reads return soon. Otherwise it detaches the thread,
/// which frees `source` when the read returns, or ends with the process: such a `source` must own
/// all that it uses. No thread remains after reading to the end or to an Error.
[[nodiscard]] std::unique_ptr<ByteSource> read_ahead(std::unique_ptr<ByteSource> source,
                                                     ReadsReturn reads_return);

}  // namespace smtptally
