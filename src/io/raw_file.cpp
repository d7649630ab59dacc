// RawFile: buffered reads of packed bytes.

#include "io/raw_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "io/meter.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {
constexpr std::size_t kPackedBuffer = std::size_t{128} * 1024;
}

RawFile::RawFile(int descriptor, const std::string& name, Meter* meter)
    : descriptor_(descriptor), name_(visible(name)), meter_(meter) {}

RawFile::~RawFile() {
  if (descriptor_ > STDIN_FILENO) (void)close(descriptor_);
}

Result<std::size_t> RawFile::read_descriptor(std::span<char> into) const {
  while (true) {
    const ssize_t got = ::read(descriptor_, into.data(), into.size());
    if (got >= 0) {
      if (meter_ != nullptr) meter_->add(static_cast<std::size_t>(got));
      return static_cast<std::size_t>(got);
    }
    if (errno == EINTR) continue;
    if (errno == EBADF && descriptor_ == STDIN_FILENO) {
      return Error{said("{} is closed; give a file, or something to read from", name_)};
    }
    return Error{said("{}: it could not be read: {}", name_, error_text(errno))};
  }
}

Result<std::size_t> RawFile::read(std::span<char> into) {
  if (peeked_used_ < peeked_.size()) {
    const std::size_t count = std::min(into.size(), peeked_.size() - peeked_used_);
    std::memcpy(into.data(), peeked_.data() + peeked_used_, count);
    peeked_used_ += count;
    return count;
  }
  return read_descriptor(into);
}

Result<std::string_view> RawFile::peek(std::size_t count) {
  peeked_.resize(count);
  std::size_t have = 0;
  while (have < count) {
    const Result<std::size_t> got = read_descriptor({peeked_.data() + have, count - have});
    if (!got) return got.error();
    if (got.value() == 0) break;
    have += got.value();
  }
  peeked_.resize(have);
  return std::string_view(peeked_);
}

Result<std::span<const char>> RawFile::packed() {
  if (begin_ == end_) {
    buffer_.resize(kPackedBuffer);
    const Result<std::size_t> got = read(buffer_);
    if (!got) return got.error();
    begin_ = 0;
    end_ = got.value();
  }
  return std::span<const char>(buffer_.data() + begin_, end_ - begin_);
}

void RawFile::use(std::size_t count) {
  begin_ += count;
  offset_ += count;
}

Error RawFile::damage(std::string_view format, const Said& what) const {
  return {
      said("{}: the {} data is {} at byte {} of the file; what came before was read, "
           "check the copy of the file",
           name_, format, what, offset_)};
}

Error RawFile::needs_memory(std::string_view format, std::uint64_t bytes) const {
  return {
      said("{}: the {} data needs {} MB of memory to be unpacked, which are not there; "
           "raise the limit (ulimit -v), or unpack it elsewhere",
           name_, format, (bytes + 999'999) / 1'000'000)};
}

}  // namespace smtptally
