#pragma once

#include <string>

#include "smtptally/error.hpp"

namespace smtptally {

/// A secret, and what is to be said of its file.
struct Key {
  std::string bytes;
  bool is_new = false;          ///< The file was not there, and was made.
  bool others_read_it = false;  ///< Its mode lets other users read it.
};

/// Reads the key of the file; makes one of 32 random bytes, in hexadecimal and with mode 0600,
/// where there is no file. Two runs that make it at a time use the same. A text of less than 16
/// bytes is refused.
[[nodiscard]] Result<Key> read_or_make_key(const std::string& path);

}  // namespace smtptally
