#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// `text` as a gzip file, without a name and a time: the same bytes for the same text.
[[nodiscard]] std::string gzipped(std::string_view text);

}  // namespace smtptally
