#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// Where the catalogue of a language lies: in the build tree, beside the installed program, or
/// where it was configured to be installed. Empty where there is none.
[[nodiscard]] std::string locale_folder(std::string_view language);

}  // namespace smtptally
