#pragma once

#include <memory>

#include "io/input_set.hpp"
#include "io/meter.hpp"

namespace smtptally {

/// As open_again(), for reading all of it: `meter`, which must outlive the source, counts the
/// packed bytes of a file, the unpacked ones of a stream; and with two jobs or more, unpacking and
/// waiting for a stream go on on a thread of their own.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_input(InputFile& file, unsigned jobs,
                                                             Meter& meter);

}  // namespace smtptally
