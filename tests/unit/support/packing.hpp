#pragma once

#include <string>

#include <zlib.h>

/// A member of a gzip file; `header`, if there is one, adds its optional fields.
[[nodiscard]] std::string gzip(const std::string& text, int level = Z_DEFAULT_COMPRESSION,
                               gz_header* header = nullptr);
