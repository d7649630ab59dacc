#pragma once

#include <string>
#include <string_view>

#include "parse/cursor.hpp"

namespace smtptally {

/// A text with readable bytes behind it, as a reader hands it over; they look like more of it.
class Padded {
 public:
  explicit Padded(std::string_view text) : bytes_(text), size_(text.size()) {
    // What a reader that goes on behind the end would like to find there.
    for (std::size_t i = 0; i < kTextPadding; ++i) bytes_ += ":25A"[i % 4];
  }
  [[nodiscard]] std::string_view text() const noexcept {
    return std::string_view(bytes_).substr(0, size_);
  }

 private:
  std::string bytes_;
  std::size_t size_;
};

}  // namespace smtptally
