// The substitute for lz4_source.cpp without liblz4; see CMakeLists.txt.

#include <fmt/format.h>

#include "io/lz4_source.hpp"
#include "text/translate.hpp"

namespace smtptally {

bool reads_lz4() noexcept { return false; }

Result<std::unique_ptr<ByteSource>> make_lz4_source(std::unique_ptr<RawFile> file) {
  return Error{
      said("{}: it is packed with lz4, which this smtptally was built without; "
           "unpack it with 'lz4 -d'",
           file->name())};
}

}  // namespace smtptally
