#include "parts/part_files.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "smtptally/byte_source.hpp"
#include "text/fuzzing.hpp"

namespace smtptally {
namespace {

/// One more than a file that is not packed takes, to see its end.
std::size_t likely_size(const std::string& path) {
  constexpr std::size_t kLeast = std::size_t{kFuzzing ? 4 : 64} << 10U;
  constexpr std::size_t kMost = std::size_t{64} << 20U;
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size >= kMost) return kLeast;
  return std::max(kLeast, static_cast<std::size_t>(size) + 1);
}

Result<std::string> bytes_of(const std::string& path) {
  Result<OpenedSource> opened = open_source(path);
  if (!opened) return opened.error();
  std::string bytes(likely_size(path), '\0');
  std::size_t done = 0;
  while (true) {
    if (done == bytes.size()) bytes.resize(2 * bytes.size());
    const Result<std::size_t> got = opened.value().bytes->read(std::span(bytes).subspan(done));
    if (!got) return got.error();
    if (got.value() == 0) break;
    done += got.value();
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace

Result<std::string_view> PartFiles::read(const std::string& path) {
  if (const auto kept = kept_.find(path); kept != kept_.end()) {
    return std::string_view(kept->second);
  }
  if (path == last_path_) return std::string_view(last_);
  Result<std::string> bytes = bytes_of(path);
  if (!bytes) return bytes.error();
  if (path == "-") return std::string_view(kept_[path] = std::move(bytes).value());
  last_ = std::move(bytes).value();
  last_path_ = path;
  return std::string_view(last_);
}

}  // namespace smtptally
