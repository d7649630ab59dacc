// Which config file is read.

#include "io/config_places.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "catch.hpp"

using namespace smtptally;

namespace {

namespace fs = std::filesystem;

/// A folder that is gone at the end.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "smtptally.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  [[nodiscard]] std::string operator/(std::string_view name) const {
    return (path_ / name).string();
  }
  std::string write(std::string_view name, std::string_view text) const {
    fs::create_directories(fs::path(*this / name).parent_path());
    std::ofstream(*this / name) << text;
    return *this / name;
  }

 private:
  fs::path path_;
};

ConfigRequest named(std::string path) { return {ConfigRequest::Which::named, std::move(path)}; }

}  // namespace

TEST_CASE("config places: the first file that is there") {
  const Folder folder;
  const ConfigPlaces places{folder / "xdg", folder / "home", folder / "etc.toml"};
  CHECK(read_config_text({}, places).path.empty());
  CHECK(read_config_text({}, places).looked_for ==
        std::vector<std::string>{folder / "xdg/smtptally/config.toml", folder / "etc.toml"});
  const std::string system = folder.write("etc.toml", "# system");
  CHECK(read_config_text({}, places).path == system);
  CHECK(read_config_text({}, places).text == "# system");
  // HOME counts where XDG_CONFIG_HOME does not.
  const std::string home = folder.write("home/.config/smtptally/config.toml", "# home");
  CHECK(read_config_text({}, places).path == system);
  for (const char* const xdg : {"", "relative"}) {
    CHECK(read_config_text({}, {xdg, folder / "home", system}).text == "# home");
  }
  const std::string xdg = folder.write("xdg/smtptally/config.toml", "# xdg");
  CHECK(read_config_text({}, places).text == "# xdg");
  CHECK(read_config_text({}, places).looked_for == std::vector<std::string>{xdg});
  CHECK(read_config_text({}, {"", "", system}).path == system);
  CHECK(read_config_text({}, {"", "", ""}).looked_for.empty());
  CHECK(read_config_text({}, {"", "home", ""}).looked_for.empty());
  CHECK(read_config_text({ConfigRequest::Which::none, {}}, places).path.empty());
  CHECK(read_config_text({ConfigRequest::Which::none, {}}, places).looked_for.empty());
}

TEST_CASE("config places: a named file is the only one, and has to be there") {
  const Folder folder;
  const ConfigPlaces places{"", "", folder.write("etc.toml", "# system")};
  const std::string path = folder.write("own.toml", "# own");
  CHECK(read_config_text(named(path), places).text == "# own");
  CHECK(read_config_text(named(path), places).error.empty());
  const ConfigText none = read_config_text(named(folder / "none.toml"), places);
  CHECK(none.path == folder / "none.toml");
  CHECK(none.error == "No such file or directory");
  CHECK(none.text.empty());
}

TEST_CASE("config places: what is there and can not be read is an error") {
  const Folder folder;
  fs::create_directories(folder / "xdg/smtptally/config.toml");
  const ConfigPlaces places{folder / "xdg", "", folder.write("etc.toml", "# system")};
  CHECK(read_config_text({}, places).error == "Is a directory");
  CHECK(read_config_text({}, places).path == folder / "xdg/smtptally/config.toml");
  // Where a folder should be, there is a file: so there is no config file.
  const ConfigPlaces file{folder.write("file", "x"), "", places.system_file};
  CHECK(read_config_text({}, file).text == "# system");

  const std::string large(1U << 20U, '#');
  CHECK(read_config_text(named(folder.write("most", large)), places).text.size() == large.size());
  const ConfigText more = read_config_text(named(folder.write("more", large + "#")), places);
  CHECK(more.error == "it is longer than 1048576 bytes");
  CHECK(more.text.empty());
  CHECK(read_config_text(named("/dev/zero"), places).error == "it is longer than 1048576 bytes");
  if (geteuid() == 0) return;  // Whom no mode stops.
  fs::permissions(places.system_file, fs::perms::none);
  CHECK(read_config_text({}, {"", "", places.system_file}).error == "Permission denied");
}

TEST_CASE("config places: nobody reads another user's home unasked") {
  if (geteuid() != 0) return;  // Who may not give a file away.
  const Folder folder;
  const std::string path = folder.write("smtptally/config.toml", "# anna");
  REQUIRE(chown(path.c_str(), 12345, 12345) == 0);
  const std::string xdg = fs::path(path).parent_path().parent_path().string();
  const ConfigText found = read_config_text({}, {xdg, "", ""});
  CHECK(found.path == path);
  CHECK(found.text.empty());
  CHECK(found.error ==
        "it belongs to user 12345, and this runs as user 0; name it with --config, or leave it out "
        "with --no-config");
  CHECK(read_config_text(named(path), {}).text == "# anna");
  CHECK(read_config_text({}, {"", "", path}).text == "# anna");
}
