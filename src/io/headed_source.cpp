// HeadedSource: first the head, then the rest.

#include "io/headed_source.hpp"

#include <algorithm>
#include <cstring>

namespace smtptally {

Result<std::size_t> HeadedSource::read(std::span<char> into) {
  if (used_ < head_.size()) {
    const std::size_t count = std::min(into.size(), head_.size() - used_);
    std::memcpy(into.data(), head_.data() + used_, count);
    used_ += count;
    return count;
  }
  if (error_) return *error_;
  return rest_->read(into);
}

}  // namespace smtptally
