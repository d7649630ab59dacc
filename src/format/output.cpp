#include <cerrno>

#include "smtptally/formatter.hpp"
#include "text/fuzzing.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{kFuzzing ? 1 : 64} * 1024;

}  // namespace

Output::Output(std::FILE* file) : file_(file) { buffer_.reserve(kBufferBytes); }
Output::Output(std::string& text) : text_(&text) { buffer_.reserve(kBufferBytes); }

void Output::write(std::string_view text) {
  if (buffer_.size() + text.size() > kBufferBytes) flush();
  if (text.size() > kBufferBytes) {
    put(text);
  } else {
    buffer_.append(text);
  }
}

bool Output::finish() {
  flush();
  if (!failed_ && file_ != nullptr && std::fflush(file_) != 0) fail();
  return !failed_;
}

void Output::flush() {
  put(buffer_);
  buffer_.clear();
}

void Output::put(std::string_view text) {
  if (failed_ || text.empty()) return;
  if (text_ != nullptr) {
    text_->append(text);
  } else if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) {
    fail();
  }
}

void Output::fail() {
  failed_ = true;
  error_ = errno;
}

}  // namespace smtptally
