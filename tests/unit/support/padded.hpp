#pragma once

#include <string>
#include <string_view>

#include "text/padded_text.hpp"

namespace smtptally {

/// A text with readable bytes behind it, as a reader hands it over; they look like more of it.
class Padded {
 public:
  explicit Padded(std::string_view text) : bytes_(text) {
    // What a reader that goes on behind the end would like to find there.
    for (std::size_t i = 0; i < kTextPadding; ++i) bytes_ += ":25A"[i % 4];
  }
  [[nodiscard]] PaddedText text() const noexcept { return PaddedText::of_buffer(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace smtptally
