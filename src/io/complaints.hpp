#pragma once

#include <cstdio>
#include <string>

namespace smtptally {

/// The standard error of a program.
class Complaints {
 public:
  /// Takes over an unlinked file. A pipe could fill up, because nobody reads it meanwhile.
  explicit Complaints(std::FILE* file) noexcept : file_(file) {}
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;
  ~Complaints();

  /// The text so far: one line, escaped, at most 300 bytes.
  [[nodiscard]] std::string text() const;

 private:
  std::FILE* file_;
};

}  // namespace smtptally
