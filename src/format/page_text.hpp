#pragma once

#include <string_view>

namespace smtptally {

/// page.css and page.js, which the build puts into the program. Neither has a "</".
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;

}  // namespace smtptally
