#pragma once

#include <string>
#include <system_error>

namespace smtptally {

/// The text of an errno, as strerror() but thread safe.
[[nodiscard]] inline std::string error_text(int error) {
  return std::generic_category().message(error);
}

}  // namespace smtptally
