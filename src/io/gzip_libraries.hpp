#pragma once

#include <memory>
#include <string>
#include <vector>

#include "io/raw_file.hpp"

namespace smtptally {

/// A library that decompresses gzip. All libraries give the same bytes and the same errors.
struct GzipLibrary {
  std::string name;  ///< With its version: "zlib 1.2.13".
  std::unique_ptr<ByteSource> (*open)(std::unique_ptr<RawFile> file);
};

/// The libraries of this build, the fastest first; make_gzip_source() uses the first one.
[[nodiscard]] std::vector<GzipLibrary> gzip_libraries();

[[nodiscard]] GzipLibrary zlib_for_gzip();
/// Only in builds that found ISA-L.
[[nodiscard]] GzipLibrary isal_for_gzip();

}  // namespace smtptally
