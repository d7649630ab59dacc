#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

/// A stream that becomes a text.
class TextStream {
 public:
  TextStream() : file_(open_memstream(&text_, &size_)) {
    if (file_ == nullptr) std::abort();
  }
  TextStream(const TextStream&) = delete;
  TextStream& operator=(const TextStream&) = delete;
  ~TextStream() {
    (void)std::fclose(file_);
    std::free(text_);  // NOLINT(cppcoreguidelines-no-malloc): as open_memstream asks for.
  }

  [[nodiscard]] std::FILE* file() const noexcept { return file_; }
  /// What was written so far.
  [[nodiscard]] std::string text() const {
    (void)std::fflush(file_);
    return {text_, size_};
  }

 private:
  char* text_ = nullptr;
  std::size_t size_ = 0;
  std::FILE* file_;
};
