#pragma once

#include "smtptally/said.hpp"

namespace smtptally {

/// The text of an errno, as strerror() but thread safe, and in English whatever the locale is.
[[nodiscard]] Said error_text(int error);

}  // namespace smtptally
