#include "io/config_places.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Nobody writes more by hand, and a log that was named by mistake is not read whole.
constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

enum class Owner : std::uint8_t { anyone, self_or_root };

/// A descriptor that is closed.
class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) (void)close(number_);
  }
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

/// Why the bytes of an open file can not be had; nothing when `into` has them.
std::string read_bytes(int descriptor, std::string& into) {
  std::array<char, 16384> buffer{};
  while (true) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got == 0) return {};
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error_text(errno).text();
    into.append(buffer.data(), static_cast<std::size_t>(got));
    if (into.size() > kMostBytes) return tr_format("it is longer than {} bytes", kMostBytes);
  }
}

/// Whether there is a file, which `found` then tells of.
bool read_file(const std::string& path, Owner owner, ConfigText& found) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.number() < 0 && (errno == ENOENT || errno == ENOTDIR)) return false;
  found.path = path;
  struct stat status {};
  if (file.number() < 0 || fstat(file.number(), &status) != 0) {
    found.error = error_text(errno).text();
  } else if (owner == Owner::self_or_root && status.st_uid != 0 && status.st_uid != geteuid()) {
    found.error = tr_format(
        "it belongs to user {}, and this runs as user {}; name it with "
        "--config, or leave it out with --no-config",
        status.st_uid, geteuid());
  } else {
    found.error = read_bytes(file.number(), found.text);
  }
  if (!found.error.empty()) found.text.clear();
  return true;
}

std::string file_of_user(const ConfigPlaces& places) {
  if (places.xdg_config_home.starts_with('/')) {
    return places.xdg_config_home + "/smtptally/config.toml";
  }
  return places.home.starts_with('/') ? places.home + "/.config/smtptally/config.toml" : "";
}

}  // namespace

ConfigText read_config_text(const ConfigRequest& request, const ConfigPlaces& places) {
  ConfigText found;
  if (request.which == ConfigRequest::Which::none) return found;
  if (request.which == ConfigRequest::Which::named) {
    found.looked_for.push_back(request.path);
    if (!read_file(request.path, Owner::anyone, found)) {
      found.path = request.path;
      found.error = error_text(ENOENT).text();
    }
    return found;
  }
  const std::string user = file_of_user(places);
  for (const auto& [path, owner] :
       {std::pair{user, Owner::self_or_root}, std::pair{places.system_file, Owner::anyone}}) {
    if (path.empty()) continue;
    found.looked_for.push_back(path);
    if (read_file(path, owner, found)) break;
  }
  return found;
}

}  // namespace smtptally
