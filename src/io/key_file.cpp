#include "io/key_file.hpp"

#include <array>
#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kLeastBytes = 16;
constexpr std::size_t kMostKeyBytes = 4096;  // A log that was named by mistake is no key.

Error failed(const std::string& path, const Said& why) {
  return Error{tr_format("--anonymize: {}: {}", visible(path), why.text())};
}

/// A descriptor that is closed.
class KeyDescriptor {
 public:
  explicit KeyDescriptor(int number) noexcept : number_(number) {}
  KeyDescriptor(const KeyDescriptor&) = delete;
  KeyDescriptor& operator=(const KeyDescriptor&) = delete;
  ~KeyDescriptor() {
    if (number_ >= 0) (void)close(number_);
  }
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

/// The folders above the file, for its owner alone.
void make_folders(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    (void)mkdir(path.substr(0, slash).c_str(), 0700);  // Opening the file says what is wrong.
  }
}

bool write_key(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(descriptor) == 0;
}

/// Makes the file in one step, beside its place; false where another run was faster.
Result<bool> make_key(const std::string& path) {
  std::array<unsigned char, kRandomBytes> random{};
  if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    return failed(path, error_text(errno));
  }
  std::string text;
  for (const unsigned char byte : random) text += fmt::format("{:02x}", byte);
  text.push_back('\n');
  make_folders(path);
  const std::string beside = fmt::format("{}.{}.new", path, getpid());
  int error = 0;
  {
    const KeyDescriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.number() < 0) return failed(path, error_text(errno));
    if (!write_key(file.number(), text)) error = errno;
  }
  const bool made = error == 0 && link(beside.c_str(), path.c_str()) == 0;
  if (error == 0 && !made && errno != EEXIST) error = errno;
  (void)unlink(beside.c_str());
  if (error != 0) return failed(path, error_text(error));
  return made;
}

}  // namespace

Result<Key> read_or_make_key(const std::string& path) {
  Key key;
  if (access(path.c_str(), F_OK) != 0 && errno == ENOENT) {
    const Result<bool> made = make_key(path);
    if (!made) return made.error();
    key.is_new = made.value();
  }
  const KeyDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  struct stat status {};
  if (file.number() < 0 || fstat(file.number(), &status) != 0) {
    return failed(path, error_text(errno));
  }
  std::string bytes(kMostKeyBytes + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = read(file.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path, error_text(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  key.bytes = trimmed(bytes);
  if (key.bytes.size() < kLeastBytes || size > kMostKeyBytes) {
    return Error{tr_format("--anonymize: {}: a key has {} to {} bytes", visible(path), kLeastBytes,
                           kMostKeyBytes)};
  }
  key.others_read_it = S_ISREG(status.st_mode) && (status.st_mode & 077U) != 0;
  return key;
}

}  // namespace smtptally
