#pragma once

#include <memory>

#include "io/input_set.hpp"
#include "io/meter.hpp"

namespace smtptally {

/// open_again() for reading all of an input. `meter` counts the packed bytes of a file and the
/// unpacked bytes of a stream, and must outlive the source. With two jobs or more, decompression
/// and waiting for a stream run in a thread of their own.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_input(InputFile& file, unsigned jobs,
                                                             Meter& meter);

}  // namespace smtptally
