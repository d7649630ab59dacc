// Writes a file atomically.

#include "io/whole_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "io/interrupt.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Error failure(const std::string& path, int error) {
  return {said("{}: the report could not be written: {}", visible(path), error_text(error))};
}

std::optional<Error> write_directly(const std::string& path,
                                    const std::function<int(std::FILE*)>& write) {
  const File file(std::fopen(path.c_str(), "wb"));
  if (!file) return failure(path, errno);
  const int error = write(file.get());
  if (error == 0 || error == EPIPE) return std::nullopt;
  return failure(path, error);
}

/// The mode of a new file. umask() can only be read by setting it.
mode_t default_mode() {
  const mode_t mask = umask(0);
  (void)umask(mask);
  return 0666U & ~mask;
}

/// The target of a path that may be a symbolic link; the target need not exist. For a circle of
/// links, returns a path whose opening fails.
std::string behind_links(const std::string& path) {
  constexpr int kMostLinks = 40;  // The limit of the kernel.
  fs::path target = path;
  std::error_code error;
  for (int i = 0; i < kMostLinks && fs::is_symlink(target, error); ++i) {
    const fs::path next = fs::read_symlink(target, error);
    if (error) break;
    target = target.parent_path() / next;  // `next` alone if it is an absolute path.
  }
  return target.string();
}

/// Gives the new file the owner, group and mode of the old one. Returns what could not be kept, if
/// it matters: the owner and group of the old file.
Result<std::string> take_over(int descriptor, const struct stat& old) {
  std::string lost;
  // Before the mode, because fchown() clears bits of it.
  if (fchown(descriptor, old.st_uid, old.st_gid) != 0) {
    const int error = errno;
    constexpr auto kSame = static_cast<uid_t>(-1);
    (void)(fchown(descriptor, kSame, old.st_gid) != 0);  // The group alone may be allowed.
    struct stat now {};
    if (fstat(descriptor, &now) != 0) return Error{error_text(errno)};
    // TRANSLATORS: numbers of users and groups, and why.
    lost = tr_format("it belonged to user {} and group {}, and belongs to {} and {} now: {}",
                     old.st_uid, old.st_gid, now.st_uid, now.st_gid, error_text(error).text());
  }
  if (fchmod(descriptor, old.st_mode & 07777U) != 0) return Error{error_text(errno)};
  return lost;
}

}  // namespace

Result<std::string> write_whole_file(const std::string& path,
                                     const std::function<int(std::FILE*)>& write) {
  struct stat old {};
  const bool exists = stat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) {
    if (const auto failed = write_directly(path, write)) return *failed;
    return std::string();
  }
  const std::string target = behind_links(path);
  std::string temporary = target + ".XXXXXX";
  std::optional<HoldInterrupts> hold(std::in_place);  // Until the file has its name.
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
  const int error = write(file.get());
  if (error != 0) {
    (void)unlink(temporary.c_str());
    return failure(path, error);
  }
  Result<std::string> lost = std::string();
  if (exists) {
    lost = take_over(descriptor, old);
  } else if (fchmod(descriptor, default_mode()) != 0) {
    lost = Error{error_text(errno)};
  }
  if (lost && (fsync(descriptor) != 0 || std::rename(temporary.c_str(), target.c_str()) != 0)) {
    lost = Error{error_text(errno)};
  }
  if (lost) return lost;
  (void)unlink(temporary.c_str());
  return Error{said("{}: the report could not be written: {}", visible(path), lost.error().said())};
}

}  // namespace smtptally
