#pragma once

#include <memory>

#include "smtptally/byte_source.hpp"

namespace smtptally {

/// Returns the bytes of `source` as UTF-8. UTF-16 of either byte order is recognised by its byte
/// order mark or, because exports of Exchange Online often lack it, by two ASCII characters at the
/// beginning (RFC 2781, 4.3). Other bytes pass unchanged. An unpaired surrogate becomes U+FFFD.
[[nodiscard]] std::unique_ptr<ByteSource> as_utf8(std::unique_ptr<ByteSource> source);

}  // namespace smtptally
