#include "io/journal_folders.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("journal folders: those of this machine's id that exist") {
  namespace fs = std::filesystem;
  const fs::path root = fs::temp_directory_path() / fmt::format("smtptally-id-{}", getpid());
  const auto found = [&] { return own_journal_folders(root.string()); };
  const auto write_id = [&](const char* text) { std::ofstream(root / "etc/machine-id") << text; };
  fs::create_directories(root / "etc");
  fs::create_directories(root / "var/log/journal/0123abcd");
  CHECK(found().empty());
  write_id("0123abcd\n");
  CHECK(found() == std::vector<std::string>{root.string() + "/var/log/journal/0123abcd"});
  fs::create_directories(root / "run/log/journal/0123abcd");
  CHECK(found() == std::vector<std::string>{root.string() + "/var/log/journal/0123abcd",
                                            root.string() + "/run/log/journal/0123abcd"});
  write_id("4567\n");
  CHECK(found().empty());
  // It is taken as it stands, unless it is a path.
  write_id("..\n");
  CHECK(found() == std::vector<std::string>{root.string() + "/var/log/journal/..",
                                            root.string() + "/run/log/journal/.."});
  write_id("../journal/0123abcd\n");
  CHECK(found().empty());
  write_id("\n");
  CHECK(found().empty());
  fs::remove_all(root);
}
