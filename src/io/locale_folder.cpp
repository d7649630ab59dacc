#include "io/locale_folder.hpp"

#include <array>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace smtptally {

std::string locale_folder(std::string_view language) {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path here = program.parent_path();
  const std::array<std::filesystem::path, 3> places{here / "locale", here / "../share/locale",
                                                    SMTPTALLY_LOCALE_DIR};
  for (const std::filesystem::path& place : places) {
    if (!place.is_absolute()) continue;  // /proc is not there: not what lies in the work folder.
    const auto file = place / fmt::format("{}/LC_MESSAGES/smtptally.mo", language);
    if (std::filesystem::exists(file, error)) return place.lexically_normal().string();
  }
  return {};
}

}  // namespace smtptally
