// RandomFile: reads at any offset.

#include "io/random_file.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

class PartSource final : public ByteSource {
 public:
  PartSource(std::shared_ptr<const RandomFile> file, std::uint64_t begin, std::uint64_t end)
      : file_(std::move(file)), at_(begin), end_(end) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    const std::uint64_t end = std::min(end_, std::max(at_, file_->size()));
    const std::uint64_t passed =
        std::min<std::uint64_t>({passed_, into.size(), end - std::min(at_, end)});
    passed_ -= passed;
    const std::uint64_t left = end_ - std::min(at_ + passed, end_);
    const auto rest = into.subspan(static_cast<std::size_t>(passed));
    Result<std::size_t> got = file_->read_at(
        at_ + passed,
        rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), left))));
    if (!got) return got;
    got = got.value() + static_cast<std::size_t>(passed);
    at_ += got.value();
    return got;
  }
  void pass_over(std::uint64_t bytes) override { passed_ = bytes; }

 private:
  std::shared_ptr<const RandomFile> file_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::uint64_t passed_ = 0;
};

}  // namespace

RandomFile::RandomFile(int descriptor, std::uint64_t size, const std::string& path)
    : descriptor_(descriptor), size_(size), name_(visible(path)) {}

RandomFile::~RandomFile() { (void)close(descriptor_); }

Result<std::shared_ptr<const RandomFile>> RandomFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (descriptor < 0 || fstat(descriptor, &status) != 0) {
    const int error = errno;
    if (descriptor >= 0) (void)close(descriptor);
    return Error{said("{}: it could not be opened: {}", visible(path), error_text(error))};
  }
  return std::make_shared<const RandomFile>(descriptor, static_cast<std::uint64_t>(status.st_size),
                                            path);
}

std::pair<dev_t, ino_t> RandomFile::id() const noexcept {
  struct stat status {};
  (void)fstat(descriptor_, &status);
  return {status.st_dev, status.st_ino};
}

bool RandomFile::is_deleted() const noexcept {
  struct stat status {};
  return fstat(descriptor_, &status) == 0 && status.st_nlink == 0;
}

Result<std::size_t> RandomFile::read_at(std::uint64_t offset, std::span<char> into) const {
  std::size_t have = 0;
  while (have < into.size()) {
    const ssize_t got = pread(descriptor_, into.data() + have, into.size() - have,
                              static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return Error{said("{}: it could not be read: {}", name_, error_text(errno))};
    }
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return have;
}

std::unique_ptr<ByteSource> make_part_source(std::shared_ptr<const RandomFile> file,
                                             std::uint64_t begin, std::uint64_t end) {
  return std::make_unique<PartSource>(std::move(file), begin, end);
}

}  // namespace smtptally
