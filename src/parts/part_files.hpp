#pragma once

#include <map>
#include <string>
#include <string_view>

#include "smtptally/error.hpp"

namespace smtptally {

/// The bytes of the files of a merge, each of which is read twice: once for the order of the parts.
/// Parts from a pipe are kept. One more is kept, so that a single part is read once.
class PartFiles {
 public:
  /// The view is valid until the next call.
  [[nodiscard]] Result<std::string_view> read(const std::string& path);

 private:
  std::string last_;
  std::string last_path_;
  std::map<std::string, std::string> kept_;
};

}  // namespace smtptally
