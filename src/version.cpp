#include "smtptally/version.hpp"

// The build passes the version of the project, so that it is written down in one place only.
#ifndef SMTPTALLY_VERSION
#error "compile with -DSMTPTALLY_VERSION=\"X.Y.Z\""
#endif

namespace smtptally {

std::string_view version() noexcept { return SMTPTALLY_VERSION; }

}  // namespace smtptally
