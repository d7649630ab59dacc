// Finds the journal of this machine.

#include "io/journal_folders.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace smtptally {

std::vector<std::string> own_journal_folders(const std::string& root) {
  std::string id;
  std::ifstream(root + "/etc/machine-id") >> id;
  std::vector<std::string> folders;
  if (id.empty() || id.find('/') != std::string::npos) return folders;
  for (const char* const base : {"/var/log/journal/", "/run/log/journal/"}) {
    std::error_code error;
    const std::string folder = root + base + id;
    if (std::filesystem::is_directory(folder, error)) folders.push_back(folder);
  }
  return folders;
}

}  // namespace smtptally
