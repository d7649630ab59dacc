// Chooses the gzip library.

#include "io/gzip_libraries.hpp"

#ifndef SMTPTALLY_ISAL
#error "compile with -DSMTPTALLY_ISAL=0 or 1"
#endif

namespace smtptally {

std::vector<GzipLibrary> gzip_libraries() {
  std::vector<GzipLibrary> libraries;
#if SMTPTALLY_ISAL
  libraries.push_back(isal_for_gzip());
#endif
  libraries.push_back(zlib_for_gzip());
  return libraries;
}

std::unique_ptr<ByteSource> make_gzip_source(std::unique_ptr<RawFile> file) {
  return gzip_libraries().front().open(std::move(file));
}

}  // namespace smtptally
