#pragma once

#include <string>
#include <system_error>

namespace smtptally {

/// What strerror() says, safe with threads.
[[nodiscard]] inline std::string error_text(int error) {
  return std::generic_category().message(error);
}

}  // namespace smtptally
