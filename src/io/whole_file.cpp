#include "io/whole_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/escape.hpp"
#include "io/error_text.hpp"
#include "io/interrupt.hpp"

namespace smtptally {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Error failure(const std::string& path, int error) {
  return {fmt::format("{}: the report could not be written: {}", visible(path), error_text(error))};
}

std::optional<Error> write_directly(const std::string& path,
                                    const std::function<int(std::FILE*)>& write) {
  const File file(std::fopen(path.c_str(), "wb"));
  if (!file) return failure(path, errno);
  const int error = write(file.get());
  if (error == 0 || error == EPIPE) return std::nullopt;
  return failure(path, error);
}

/// What a new file would get: umask() can only be read by setting it.
mode_t default_mode() {
  const mode_t mask = umask(0);
  (void)umask(mask);
  return 0666U & ~mask;
}

}  // namespace

std::optional<Error> write_whole_file(const std::string& path,
                                      const std::function<int(std::FILE*)>& write) {
  struct stat old {};
  const bool exists = stat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) return write_directly(path, write);

  std::string target = path;
  if (exists) {  // A symbolic link stays one: its target is replaced.
    const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr),
                                                           &std::free);
    if (real) target = real.get();
  }
  std::string temporary = target + ".XXXXXX";
  std::optional<HoldInterrupts> hold(std::in_place);  // Until the new file's name is known.
  const int descriptor = mkstemp(temporary.data());
  if (descriptor < 0) return failure(path, errno);
  const RemoveOnInterrupt removed(temporary.c_str());
  hold.reset();
  const File file(fdopen(descriptor, "wb"));
  if (!file) {
    const int error = errno;
    (void)close(descriptor);
    (void)unlink(temporary.c_str());
    return failure(path, error);
  }
  int error = write(file.get());
  if (error == 0) {
    const bool ok = fchmod(descriptor, exists ? old.st_mode & 07777U : default_mode()) == 0 &&
                    fsync(descriptor) == 0 && std::rename(temporary.c_str(), target.c_str()) == 0;
    if (ok) return std::nullopt;
    error = errno;
  }
  (void)unlink(temporary.c_str());
  return failure(path, error);
}

}  // namespace smtptally
