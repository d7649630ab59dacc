#pragma once

#include <memory>

#include "smtptally/byte_source.hpp"

namespace smtptally {

/// Gives the bytes of `source` as UTF-8. UTF-16 of either byte order is recognised by its byte
/// order mark, or, because exports of Exchange Online often come without, by two ASCII characters
/// at the beginning (RFC 2781, 4.3); other bytes pass as they are. An unpaired surrogate becomes
/// U+FFFD.
[[nodiscard]] std::unique_ptr<ByteSource> as_utf8(std::unique_ptr<ByteSource> source);

}  // namespace smtptally
